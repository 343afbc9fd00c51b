package org.clawdbot.chutes.completions.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells the watch when somebody waits for the server, and that whatever arrives, be it a comment, is a sign of life. */
final class WatchedInputStream extends FilterInputStream {

    private final ReplyWatch.Watched watched;

    WatchedInputStream(InputStream in, ReplyWatch.Watched watched) {
        super(in);
        this.watched = watched;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        watched.waiting();
        try {
            return in.read(buffer, offset, length);
        } finally {
            watched.received();
        }
    }
}
