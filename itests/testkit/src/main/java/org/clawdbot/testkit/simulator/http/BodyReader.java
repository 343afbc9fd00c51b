package org.clawdbot.testkit.simulator.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a whole request body without blocking; beyond the limit it reads on but keeps nothing. */
final class BodyReader implements Runnable {

    interface Result {
        void body(String text, boolean tooLarge);

        void failed(Throwable cause);
    }

    private final Request request;
    private final long limit;
    private final Result result;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLarge;

    BodyReader(Request request, long limit, Result result) {
        this.request = request;
        this.limit = limit;
        this.result = result;
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                result.failed(chunk.getFailure());
                return;
            }
            byte[] part = new byte[chunk.remaining()];
            chunk.get(part, 0, part.length);
            boolean last = chunk.isLast();
            chunk.release();
            tooLarge |= bytes.size() + (long) part.length > limit;
            if (!tooLarge) {
                bytes.writeBytes(part);
            }
            if (last) {
                result.body(tooLarge ? "" : bytes.toString(StandardCharsets.UTF_8), tooLarge);
                return;
            }
        }
    }
}
