package org.clawdbot.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.clawdbot.api.host.StateFolder;
import org.jspecify.annotations.Nullable;

/**
 * {@code logs/clawdbot.log}, which several processes may append to at once. It is made with the first record, for the
 * owner only. A file that has grown too large becomes {@code clawdbot.log.1}, in place of the one before.
 */
final class LogFile implements AutoCloseable {

    private static final long LIMIT = 5L * 1024 * 1024;

    private final StateFolder state;
    private final long limit;
    private @Nullable FileChannel channel;

    LogFile(StateFolder state) {
        this(state, LIMIT);
    }

    LogFile(StateFolder state, long limit) {
        this.state = state;
        this.limit = limit;
    }

    /** Appends with a single write, so that the lines of two processes do not mix. */
    synchronized void append(String lines) throws IOException {
        FileChannel current = channel == null ? open() : channel;
        if (current.size() > limit) {
            current = rotate(current);
        }
        channel = current;
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            current.write(bytes);
        }
    }

    @Override
    public synchronized void close() {
        FileChannel current = channel;
        channel = null;
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            // Every record has been written already.
        }
    }

    /** Another process may have moved the file meanwhile: then this one only follows. */
    private FileChannel rotate(FileChannel full) throws IOException {
        full.close();
        channel = null;
        Path file = state.createFolder("logs").resolve("clawdbot.log");
        try {
            if (Files.size(file) > limit) {
                Files.move(file, file.resolveSibling("clawdbot.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException e) {
            // Moved this very moment.
        }
        return open();
    }

    private FileChannel open() throws IOException {
        Path file = state.createFolder("logs").resolve("clawdbot.log");
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                StateFolder.ownerOnly(file));
    }
}
