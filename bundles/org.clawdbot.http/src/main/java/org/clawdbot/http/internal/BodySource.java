package org.clawdbot.http.internal;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A body as it is on the wire, read within the {@link FramingLimit}. */
final class BodySource extends ForwardingSource {

    private final @Nullable ReceivedBytes chunks;
    private long handedOn;

    /**
     * Reads a body.
     *
     * @param chunks where its chunks are merged, or null
     */
    BodySource(Source body, @Nullable ReceivedBytes chunks) {
        super(body);
        this.chunks = chunks;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        FramingLimit.begin();
        try {
            if (chunks != null) {
                chunks.await(handedOn);
            }
            long count = super.read(sink, byteCount);
            handedOn += Math.max(0, count);
            return count;
        } catch (IOException e) {
            throw FramingLimit.explained(e);
        } finally {
            FramingLimit.end();
        }
    }

    /** Closes it, and may read what is left in the hope of using the connection again. */
    @Override
    public void close() throws IOException {
        FramingLimit.begin();
        try {
            super.close();
        } finally {
            FramingLimit.end();
        }
    }
}
