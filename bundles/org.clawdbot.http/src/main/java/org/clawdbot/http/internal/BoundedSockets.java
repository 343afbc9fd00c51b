package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

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

        private @Nullable BoundedInputStream in;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            InputStream bare = super.getInputStream(); // fails where it is closed
            BoundedInputStream bounded = in;
            if (bounded == null) {
                bounded = new BoundedInputStream(bare);
                in = bounded;
            }
            return bounded;
        }
    }

    /**
     * What a socket receives. While more arrives than is asked for it reads ahead, so that the system is called for it once
     * and not for every few KiB.
     */
    private static final class BoundedInputStream extends InputStream {

        /** As much as Okio asks for at once. */
        private static final int USUAL = 8 * 1024;

        private static final int AHEAD = 64 * 1024;
        private static final byte[] NOTHING = {};

        private final InputStream in;
        private byte[] ahead = NOTHING;
        private int position;
        private int limit;
        private boolean fast;

        BoundedInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = position < limit || (fast && fill() > 0)
                    ? take(buffer, offset, length)
                    : direct(buffer, offset, length);
            FramingLimit.count(Math.max(0, count));
            return count;
        }

        private int direct(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            fast = count >= USUAL;
            return count;
        }

        /** Reads ahead; what it reads into goes again as soon as the server is slower than we are. */
        private int fill() throws IOException {
            if (ahead.length == 0) {
                ahead = new byte[AHEAD];
            }
            int count = in.read(ahead, 0, AHEAD);
            fast = count >= USUAL;
            position = 0;
            limit = Math.max(0, count);
            return count;
        }

        private int take(byte[] buffer, int offset, int length) {
            int count = Math.min(length, limit - position);
            System.arraycopy(ahead, position, buffer, offset, count);
            position += count;
            if (position == limit && !fast) {
                ahead = NOTHING;
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return limit - position + in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
