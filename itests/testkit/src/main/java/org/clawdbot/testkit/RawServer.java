package org.clawdbot.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on 127.0.0.1 that answers each connection's first request with whatever bytes a script writes, however wrong
 * they are for HTTP. Every connection has a thread; for a handful of connections at a time.
 */
public final class RawServer implements AutoCloseable {

    /** The head of a streamed answer, to be followed by its events and the end of the connection. */
    public static final String EVENT_STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final ServerSocket listener;
    private final Script script;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();

    private RawServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    /** Answers one request. */
    @FunctionalInterface
    public interface Script {

        /**
         * Answers; the connection is closed afterwards.
         *
         * @param client the connection, of which the request was read to its end
         * @param out what is sent
         * @throws IOException when the client has left
         */
        void answer(Socket client, OutputStream out) throws IOException;
    }

    /**
     * Starts a server.
     *
     * @param script answers each request
     * @return the server; close it
     * @throws IOException if there is no free port
     */
    public static RawServer start(Script script) throws IOException {
        RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        thread(server::accept);
        return server;
    }

    /**
     * Starts a server that answers every request with the same bytes, again and again without end.
     *
     * @param head what comes first, once
     * @param repeated what comes after it until the client leaves
     * @return the server; close it
     * @throws IOException if there is no free port
     */
    public static RawServer endless(String head, String repeated) throws IOException {
        byte[] block = repeated.repeat(Math.max(1, 65_536 / repeated.length())).getBytes(StandardCharsets.UTF_8);
        return start((client, out) -> {
            out.write(head.getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(block);
            }
        });
    }

    /**
     * Gives the address.
     *
     * @return a base URL with the path {@code /v1}
     */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /**
     * Counts the requests.
     *
     * @return how many came
     */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(RawServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                thread(() -> serve(client));
            } catch (IOException e) {
                // Closed, which the loop sees.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                OutputStream out = client.getOutputStream()) {
            readRequest(new BufferedInputStream(client.getInputStream()));
            requests.incrementAndGet();
            script.answer(client, out);
        } catch (IOException | UncheckedIOException e) {
            // The client left, which is what many scripts wait for.
        } finally {
            open.remove(client);
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the client left within its request");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // Already gone.
        }
    }
}
