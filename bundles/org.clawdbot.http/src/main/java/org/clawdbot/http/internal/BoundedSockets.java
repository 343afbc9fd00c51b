package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets that keep to the {@link FramingLimit} of the thread that reads them, and merge chunks where they are told
 * of them ({@link ReadBodies}).
 */
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

        private @Nullable ReceivedBytes in;

        @Override
        public synchronized ReceivedBytes getInputStream() throws IOException {
            InputStream bare = super.getInputStream(); // fails where it is closed
            ReceivedBytes received = in;
            if (received == null) {
                received = new ReceivedBytes(bare);
                in = received;
            }
            return received;
        }
    }
}
