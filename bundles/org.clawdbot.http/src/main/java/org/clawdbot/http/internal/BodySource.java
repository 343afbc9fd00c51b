package org.clawdbot.http.internal;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** A body as it is on the wire, read within the {@link FramingLimit}. */
class BodySource extends ForwardingSource {

    BodySource(Source body) {
        super(body);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        FramingLimit.begin();
        try {
            await();
            return super.read(sink, byteCount);
        } catch (IOException e) {
            throw FramingLimit.explained(e);
        } finally {
            FramingLimit.end();
        }
    }

    /** Waits, where that can be done at less cost than by reading. */
    void await() {
        // A body of known length is read at once.
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
