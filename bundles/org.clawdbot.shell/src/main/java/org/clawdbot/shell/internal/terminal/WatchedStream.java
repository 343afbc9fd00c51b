package org.clawdbot.shell.internal.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers why a stream could not be written, which a print stream forgets. */
final class WatchedStream extends OutputStream {

    private final OutputStream target;
    private volatile @Nullable IOException failure;

    WatchedStream(OutputStream target) {
        this.target = target;
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(int value) throws IOException {
        try {
            target.write(value);
        } catch (IOException why) {
            throw remembered(why);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            target.write(bytes, offset, length);
        } catch (IOException why) {
            throw remembered(why);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            target.flush();
        } catch (IOException why) {
            throw remembered(why);
        }
    }

    private IOException remembered(IOException why) {
        failure = why;
        return why;
    }
}
