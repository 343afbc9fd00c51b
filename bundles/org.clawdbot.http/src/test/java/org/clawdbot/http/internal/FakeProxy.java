package org.clawdbot.http.internal;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on 127.0.0.1 that wants a name and a password, and leads to one server whatever host is asked for. */
final class FakeProxy implements Closeable {

    private static final String USER = "user";
    private static final String PASSWORD = "s:cret";

    private final ServerSocket listener;
    private final int target;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private FakeProxy(int target) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
    }

    /** How the proxy is spoken to. */
    @FunctionalInterface
    private interface Protocol {
        boolean open(FakeProxy proxy, Socket client) throws IOException;
    }

    static FakeProxy http(int target) throws IOException {
        return start(target, FakeProxy::openHttp);
    }

    static FakeProxy socks(int target) throws IOException {
        return start(target, FakeProxy::openSocks);
    }

    String url(String scheme, String password) {
        return scheme + "://" + USER + ":" + password + "@127.0.0.1:" + listener.getLocalPort();
    }

    /** The hosts that somebody with the password asked for. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static FakeProxy start(int target, Protocol protocol) throws IOException {
        FakeProxy proxy = new FakeProxy(target);
        thread(() -> {
            while (true) {
                Socket client = proxy.listener.accept();
                thread(() -> proxy.serve(client, protocol));
            }
        });
        return proxy;
    }

    private void serve(Socket client, Protocol protocol) throws IOException {
        try (client) {
            if (protocol.open(this, client)) {
                try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                    thread(() -> {
                        server.getInputStream().transferTo(client.getOutputStream());
                        client.close();
                    });
                    client.getInputStream().transferTo(server.getOutputStream());
                }
            }
        }
    }

    private boolean openHttp(Socket client) throws IOException {
        String login = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        while (true) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return false;
            }
            if (head.contains("Proxy-Authorization: Basic " + login + "\r\n")) {
                asked.add(head.split(" ")[1]);
                out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return true;
            }
            out.write(("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private boolean openSocks(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readUnsignedByte();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        if (methods.length != 1 || methods[0] != 2) {
            out.write(new byte[] {5, (byte) 0xFF});
            return false;
        }
        out.write(new byte[] {5, 2});
        in.readUnsignedByte();
        String user = text(in);
        boolean known = USER.equals(user) & PASSWORD.equals(text(in));
        out.write(new byte[] {1, (byte) (known ? 0 : 1)});
        if (!known) {
            return false;
        }
        in.readNBytes(3);
        String host = in.readUnsignedByte() == 3 ? text(in) : "an address";
        asked.add(host + ":" + in.readUnsignedShort());
        boolean allowed = !host.startsWith("forbidden");
        out.write(new byte[] {5, (byte) (allowed ? 0 : 2), 0, 1, 127, 0, 0, 1, 0, 1});
        return allowed;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    /** Work that ends when a socket is closed. */
    @FunctionalInterface
    private interface SocketWork {
        void run() throws IOException;
    }

    private static void thread(SocketWork work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has left.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
