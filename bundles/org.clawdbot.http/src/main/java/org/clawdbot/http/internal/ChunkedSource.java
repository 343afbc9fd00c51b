package org.clawdbot.http.internal;

import java.io.IOException;
import okio.Buffer;
import okio.Source;

/** A body whose chunks are merged by the socket, and waited for there. */
final class ChunkedSource extends BodySource {

    private final ReceivedBytes received;
    private final ChunkMerger chunks;
    private final long usualTimeoutNanos;
    private long handedOn;

    /** Reads a body that comes next; its head has been read. */
    ChunkedSource(Source body, ReceivedBytes received) {
        super(body);
        this.received = received;
        this.chunks = received.mergeChunks();
        this.usualTimeoutNanos = body.timeout().timeoutNanos();
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long count = super.read(sink, byteCount);
        handedOn += Math.max(0, count);
        return count;
    }

    /** The socket knows the read timeout of the client; interrupts, deadlines and other timeouts are for Okio to heed. */
    @Override
    void await() {
        boolean isUsual =
                timeout().timeoutNanos() == usualTimeoutNanos && !timeout().hasDeadline();
        if (isUsual && !Thread.currentThread().isInterrupted()) {
            received.await(chunks, handedOn);
        }
    }
}
