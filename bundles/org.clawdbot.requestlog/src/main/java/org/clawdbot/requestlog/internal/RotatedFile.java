package org.clawdbot.requestlog.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clawdbot.api.host.ProcessLock;
import org.clawdbot.api.host.StateFolder;

/**
 * A file of lines for its owner only, to which several threads and processes append. It is opened each time: so a file
 * that another process has put aside is never written on, and nothing is left open.
 */
final class RotatedFile {

    private static final System.Logger LOG = System.getLogger(RequestLog.PID);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Set<StandardOpenOption> APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

    private final Path file;
    private final long maxBytes;
    private final int keep;
    private final ProcessLock lock;
    private final AtomicBoolean complained = new AtomicBoolean();

    RotatedFile(Path file, long maxBytes, int keep) {
        this.file = file.toAbsolutePath();
        this.maxBytes = maxBytes;
        this.keep = keep;
        this.lock = new ProcessLock(this.file.resolveSibling("." + file.getFileName() + ".lock"), PATIENCE);
    }

    /** Adds lines, each with its end; never throws for a disk that does not play along. */
    void append(List<byte[]> lines) {
        try {
            lock.whileHeld(() -> {
                ByteBuffer together = ByteBuffer.allocate(
                        lines.stream().mapToInt(line -> line.length).sum());
                long size = size();
                for (byte[] line : lines) {
                    if (size > 0 && size + line.length > maxBytes) {
                        write(together);
                        putAside();
                        size = 0;
                    }
                    together.put(line);
                    size += line.length;
                }
                write(together);
                return size;
            });
        } catch (IOException e) {
            if (complained.compareAndSet(false, true)) {
                LOG.log(System.Logger.Level.WARNING, "Requests cannot be logged to " + file, e);
            }
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Whoever holds the lock has its folder, which is that of the file. */
    private void write(ByteBuffer lines) throws IOException {
        lines.flip();
        if (lines.hasRemaining()) {
            try (FileChannel channel = FileChannel.open(file, APPEND, StateFolder.ownerOnly(file))) {
                while (lines.hasRemaining()) {
                    channel.write(lines);
                }
            }
        }
        lines.clear();
    }

    private void putAside() throws IOException {
        if (keep == 0) {
            Files.delete(file);
            return;
        }
        for (int number = keep - 1; number >= 1; number--) {
            if (Files.exists(aside(number))) {
                Files.move(aside(number), aside(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
