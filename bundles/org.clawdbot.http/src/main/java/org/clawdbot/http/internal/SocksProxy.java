package org.clawdbot.http.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * Goes through a SOCKS 5 proxy (RFC 1928), with name and password where they are given (RFC 1929). The JDK's own SOCKS
 * takes the password from one authenticator for the whole process, which is not ours to set in somebody else's host.
 */
final class SocksProxy extends BoundedSockets implements Dns {

    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int LOGIN = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int MAX_LENGTH = 255;
    private static final Map<Integer, String> REFUSALS = Map.of(
            2, "its rules forbid it",
            3, "the network cannot be reached",
            4, "the host cannot be reached",
            5, "the connection was refused",
            6, "it took too long");

    private final ProxySettings settings;

    private SocksProxy(ProxySettings settings) {
        this.settings = settings;
    }

    static void apply(ProxySettings settings, OkHttpClient.Builder builder) {
        SocksProxy proxy = new SocksProxy(settings);
        builder.proxy(Proxy.NO_PROXY).socketFactory(proxy).dns(proxy);
    }

    /**
     * Gives a stand-in for a name that the proxy is to look up: an address out of the block that nobody has, a different
     * one for each name, so that connections to different hosts are never taken for one another.
     */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        if (settings.isDirect(host)) {
            return Dns.SYSTEM.lookup(host);
        }
        byte[] address =
                ByteBuffer.allocate(4).putInt(host.hashCode() | 0xF0000000).array();
        return List.of(InetAddress.getByAddress(host, address));
    }

    @Override
    public Socket createSocket() {
        return new ThroughProxy();
    }

    @Override
    InetSocketAddress named(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** A socket that shakes hands with the proxy before it counts as connected. */
    private final class ThroughProxy extends BoundedSocket {

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            InetSocketAddress target = (InetSocketAddress) endpoint;
            if (settings.isDirect(target.getHostString())) {
                super.connect(target, timeout);
                return;
            }
            InetSocketAddress at = settings.address();
            super.connect(new InetSocketAddress(at.getHostString(), at.getPort()), timeout);
            int usualTimeout = getSoTimeout();
            setSoTimeout(timeout);
            shakeHands(target);
            setSoTimeout(usualTimeout);
        }

        private void shakeHands(InetSocketAddress target) throws IOException {
            DataInputStream in = new DataInputStream(getInputStream());
            OutputStream out = getOutputStream();
            ProxySettings.Login login = settings.login();
            out.write(new byte[] {VERSION, 1, (byte) (login == null ? NO_LOGIN : LOGIN)});
            expect(in.readUnsignedByte() == VERSION, "it does not speak SOCKS 5");
            expect(
                    in.readUnsignedByte() == (login == null ? NO_LOGIN : LOGIN),
                    login == null ? "it wants a name and a password" : "it takes no name and password");
            if (login != null) {
                out.write(message(LOGIN_VERSION)
                        .text(login.user())
                        .text(login.password())
                        .bytes());
                in.readUnsignedByte();
                expect(in.readUnsignedByte() == 0, "it refused the name or the password");
            }
            out.write(request(target));
            expect(in.readUnsignedByte() == VERSION, "it does not speak SOCKS 5");
            int answer = in.readUnsignedByte();
            expect(answer == 0, REFUSALS.getOrDefault(answer, "it answered " + answer));
            in.readUnsignedByte();
            skipAddress(in);
        }

        private byte[] request(InetSocketAddress target) throws IOException {
            Message message = message(VERSION, CONNECT, 0);
            InetAddress address = target.getAddress();
            boolean literal = address != null && address.getHostAddress().equals(target.getHostString());
            if (literal) {
                byte[] bytes = address.getAddress();
                message.number(bytes.length == 4 ? IPV4 : IPV6).raw(bytes);
            } else {
                message.number(NAME).text(IDN.toASCII(target.getHostString()));
            }
            return message.number(target.getPort() >> 8)
                    .number(target.getPort())
                    .bytes();
        }

        private void skipAddress(DataInputStream in) throws IOException {
            int length =
                    switch (in.readUnsignedByte()) {
                        case IPV4 -> 4;
                        case IPV6 -> 16;
                        case NAME -> in.readUnsignedByte();
                        default -> throw refused("it does not speak SOCKS 5");
                    };
            in.readFully(new byte[length + 2]);
        }

        private void expect(boolean holds, String otherwise) throws ConnectException {
            if (!holds) {
                throw refused(otherwise);
            }
        }

        private ConnectException refused(String why) {
            InetSocketAddress at = settings.address();
            return new ConnectException(
                    "The SOCKS proxy " + at.getHostString() + ":" + at.getPort() + " opens no connection: " + why);
        }
    }

    private static Message message(int... numbers) {
        Message message = new Message();
        for (int number : numbers) {
            message.number(number);
        }
        return message;
    }

    /** Bytes being put together. */
    private static final class Message {

        private final ByteBuffer buffer = ByteBuffer.allocate(3 * (MAX_LENGTH + 1));

        Message number(int value) {
            buffer.put((byte) value);
            return this;
        }

        Message raw(byte[] value) {
            buffer.put(value);
            return this;
        }

        Message text(String value) throws ConnectException {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_LENGTH) {
                throw new ConnectException("SOCKS takes no name or password of more than " + MAX_LENGTH + " bytes");
            }
            return number(bytes.length).raw(bytes);
        }

        byte[] bytes() {
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        }
    }
}
