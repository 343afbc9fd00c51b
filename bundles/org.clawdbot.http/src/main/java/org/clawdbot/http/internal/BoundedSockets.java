package org.clawdbot.http.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes sockets that keep to the {@link FramingLimit} of the thread that reads them. */
class BoundedSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new BoundedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(named(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(named(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    /** Gives the address of a host by its name. */
    InetSocketAddress named(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private Socket connected(InetSocketAddress target) throws IOException {
        Socket socket = createSocket();
        socket.connect(target, 0);
        return socket;
    }

    /** A plain socket; one for TLS is layered over it and reads from it on the same thread. */
    static class BoundedSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new BoundedInputStream(super.getInputStream());
        }
    }

    private static final class BoundedInputStream extends FilterInputStream {

        BoundedInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            FramingLimit.count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            FramingLimit.count(Math.max(0, count));
            return count;
        }
    }
}
