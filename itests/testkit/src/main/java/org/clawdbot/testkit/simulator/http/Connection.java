package org.clawdbot.testkit.simulator.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The network side of one exchange, from the complete request to the end of the answer.
 *
 * <p>While an HTTP/1.1 answer is under way Jetty does not read from the socket, so it would see a client that left only
 * when a write fails. {@link #probe()} therefore reads from quiet connections. That is safe: a client does not send the
 * next request before this answer ends, and watching stops before the last byte is written.
 * A client that closes only its sending half counts as gone, as it does for a proxy.
 */
final class Connection {

    private static final long QUIET_NANOS = 80_000_000;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestLog log;
    private final Set<Connection> watched;
    private boolean tracked;
    private boolean ended;
    private volatile long lastWrite = System.nanoTime();

    Connection(Request request, Response response, Callback callback, RequestLog log, Set<Connection> watched) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.log = log;
        this.watched = watched;
    }

    Response response() {
        return response;
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized void track() {
        if (!ended && !tracked) {
            tracked = true;
            log.answerBegun();
        }
    }

    synchronized void watch() {
        if (!ended) {
            watched.add(this);
        }
    }

    void write(ByteBuffer bytes, Callback done) {
        lastWrite = System.nanoTime();
        response.write(false, bytes, done);
    }

    void finish(ByteBuffer last) {
        if (end(false)) {
            response.write(true, last, callback);
        }
    }

    void cut(boolean reset) {
        if (!end(false)) {
            return;
        }
        EndPoint endPoint = endPoint();
        if (reset && endPoint.getTransport() instanceof SocketChannel channel) {
            try {
                // Zero linger turns the close into a reset.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // Then the client left first, which looks the same to it.
            }
        }
        abandon(endPoint, reset ? "reset by the scenario" : "cut by the scenario");
    }

    void clientLeft() {
        if (end(true)) {
            abandon(endPoint(), "the client left");
        }
    }

    void probe() {
        boolean left;
        synchronized (this) {
            if (ended || System.nanoTime() - lastWrite < QUIET_NANOS) {
                return;
            }
            EndPoint endPoint = endPoint();
            try {
                left = !endPoint.isOpen() || endPoint.fill(BufferUtil.allocate(1)) < 0;
            } catch (IOException e) {
                left = true;
            }
        }
        if (left) {
            clientLeft();
        }
    }

    private synchronized boolean end(boolean clientLeft) {
        if (ended) {
            return false;
        }
        ended = true;
        watched.remove(this);
        if (tracked) {
            log.answerEnded(clientLeft);
        }
        return true;
    }

    private void abandon(EndPoint endPoint, String why) {
        EofException quiet = new EofException(why);
        endPoint.close(quiet);
        callback.failed(quiet);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
