package org.clawdbot.benchmarks.contest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;

/** A bare socket whose bytes are counted and thrown away: the limit of anything. */
public final class SocketContestant implements Contestant {

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] BODY_END = {'\n', '0', '\r', '\n', '\r', '\n'};
    private static final int BUFFER_BYTES = 16 * 1024;

    private final URI base;
    private final byte[] request;
    private final Deque<Socket> idle = new ConcurrentLinkedDeque<>();

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public SocketContestant(URI base) {
        this.base = base;
        String body = "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT
                + "\"}],\"stream\":true}";
        this.request = ("POST " + base.getPath() + "/chat/completions HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + API_KEY
                        + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void stream(Sink sink) throws IOException {
        Socket socket = idle.poll();
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
            socket.setTcpNoDelay(true);
        }
        socket.getOutputStream().write(request);
        receive(socket.getInputStream(), sink);
        idle.push(socket);
    }

    private static void receive(InputStream in, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int limit = 0;
        int bodyStart = -1;
        while (bodyStart < 0) {
            limit += more(in, buffer, limit);
            bodyStart = endOf(HEAD_END, buffer, limit);
        }
        if (limit > bodyStart) {
            sink.bytes(buffer, bodyStart, limit - bodyStart);
        }
        while (!endsWith(BODY_END, buffer, limit)) {
            // The end of the body may come in two reads, so the last bytes stay in front of the next.
            int kept = Math.min(limit, BODY_END.length - 1);
            System.arraycopy(buffer, limit - kept, buffer, 0, kept);
            int count = more(in, buffer, kept);
            sink.bytes(buffer, kept, count);
            limit = kept + count;
        }
    }

    private static int more(InputStream in, byte[] buffer, int from) throws IOException {
        int count = in.read(buffer, from, buffer.length - from);
        if (count < 0) {
            throw new EOFException();
        }
        return count;
    }

    private static int endOf(byte[] wanted, byte[] buffer, int limit) {
        for (int end = wanted.length; end <= limit; end++) {
            if (endsWith(wanted, buffer, end)) {
                return end;
            }
        }
        return -1;
    }

    private static boolean endsWith(byte[] wanted, byte[] buffer, int limit) {
        return limit >= wanted.length && Arrays.equals(buffer, limit - wanted.length, limit, wanted, 0, wanted.length);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : idle) {
            socket.close();
        }
    }
}
