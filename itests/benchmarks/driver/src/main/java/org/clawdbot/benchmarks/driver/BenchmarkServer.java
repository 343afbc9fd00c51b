package org.clawdbot.benchmarks.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives rendered replies as fast as they are taken. The path says which: {@code /text/100000/v1/chat/completions} streams
 * 100,000 pieces of text. A thread for each connection; what is slow is written by one thread for all.
 */
public final class BenchmarkServer implements Closeable {

    /** Clients that keep to the limit of requests a minute are to forget it here. */
    private static final String UNLIMITED = "X-Chutes-RL-User: inf\r\n";

    private static final int BACKLOG = 8192;
    private static final long STACK_BYTES = 128 * 1024;
    private static final int WRITE_BYTES = 256 * 1024;

    private static final byte[] STREAM_HEAD = ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                    + "Cache-Control: no-cache, no-transform\r\nX-Chutes-InvocationID: 00000000-0000-4000-8000-000000000008\r\n"
                    + UNLIMITED
                    + "Transfer-Encoding: chunked\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final SlowStreams slow = new SlowStreams();

    private BenchmarkServer(ServerSocket listener) {
        this.listener = listener;
    }

    /**
     * Serves until the process ends; prints the port.
     *
     * @param args none
     * @throws IOException if there is no port
     */
    public static void main(String[] args) throws IOException {
        BenchmarkServer server = start();
        System.out.println(server.listener.getLocalPort());
    }

    /**
     * Serves at a port of its own.
     *
     * @return the running server
     * @throws IOException if there is no port
     */
    public static BenchmarkServer start() throws IOException {
        BenchmarkServer server = new BenchmarkServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        new Thread(server::accept, "benchmark-accept").start();
        return server;
    }

    /**
     * Gives the address for a work.
     *
     * @param work what the server is to do there
     * @return a base URL, without a slash at its end
     */
    public URI at(Work work) {
        return at(listener.getLocalPort(), work);
    }

    /**
     * Gives the address for a work at the server of another process.
     *
     * @param port the port it printed
     * @param work what the server is to do there
     * @return a base URL, without a slash at its end
     */
    public static URI at(int port, Work work) {
        return URI.create("http://127.0.0.1:" + port + work.path() + "/v1");
    }

    @Override
    public void close() throws IOException {
        listener.close();
        slow.close();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread thread = new Thread(null, () -> serve(socket), "benchmark-connection", STACK_BYTES);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (Socket socket = connection) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                answer(RequestHead.read(in), out);
            }
        } catch (IOException | InterruptedException e) {
            // the client has gone
        }
    }

    private void answer(RequestHead request, OutputStream out) throws IOException, InterruptedException {
        Work work = Work.ofPath(request.path());
        if (request.path().endsWith("/models")) {
            out.write(answers.computeIfAbsent(work.path() + "/models", path -> json(Payload.models(work))));
        } else if (work.kind() == Work.Kind.PLAIN) {
            out.write(answers.computeIfAbsent("plain", path -> json(Payload.plain())));
        } else if (work.kind() == Work.Kind.SLOW) {
            out.write(STREAM_HEAD);
            out.write(Payload.begin());
            slow.stream(out, work.size());
        } else {
            byte[] rendered = answers.computeIfAbsent(work.path(), path -> streamed(work));
            for (int from = 0; from < rendered.length; from += WRITE_BYTES) {
                out.write(rendered, from, Math.min(WRITE_BYTES, rendered.length - from));
            }
        }
    }

    private static byte[] streamed(Work work) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(STREAM_HEAD);
        try {
            Payload.write(work, answer, true);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return answer.toByteArray();
    }

    private static byte[] json(byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + UNLIMITED + "Content-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    /** What matters of a request, whose body is passed over. */
    private record RequestHead(String path) {

        static RequestHead read(InputStream in) throws IOException {
            String path = line(in).split(" ", 3)[1];
            long length = 0;
            boolean chunked = false;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Long.parseLong(
                            header.substring(header.indexOf(':') + 1).strip());
                } else if (header.startsWith("transfer-encoding:")) {
                    chunked = header.contains("chunked");
                }
            }
            if (chunked) {
                for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                    in.skipNBytes(size + 2L);
                }
                line(in);
            } else {
                in.skipNBytes(length);
            }
            return new RequestHead(path);
        }

        private static int chunkSize(InputStream in) throws IOException {
            return Integer.parseInt(line(in).strip(), 16);
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException();
                }
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }
    }
}
