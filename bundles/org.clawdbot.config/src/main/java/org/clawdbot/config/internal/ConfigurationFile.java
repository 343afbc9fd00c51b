package org.clawdbot.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.clawdbot.api.host.ConfigurationException;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.ConfigurationProblem.Severity;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.config.internal.json5.Position;
import org.jspecify.annotations.Nullable;

/** The file itself: its whole text in, its whole text out, one writer at a time across processes. */
final class ConfigurationFile {

    static final int MAX_BYTES = 4 * 1024 * 1024;

    /** A file lock belongs to the whole JVM, so threads need a lock of their own. */
    private static final ReentrantLock WRITERS = new ReentrantLock();

    /** Makes a new text from the old one, which is {@code null} if there is no file. */
    interface Edit {
        String apply(@Nullable String before);
    }

    private final Path path;

    ConfigurationFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * Reads the text.
     *
     * @return the text; empty if there is no file
     * @throws ConfigurationException if there is a file and it cannot be read as text
     */
    Optional<String> read() {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(0, 0, "cannot be read: " + reason(e));
        }
        if (bytes.length > MAX_BYTES) {
            throw unreadable(0, 0, "is larger than " + MAX_BYTES / 1024 / 1024 + " MiB, which no configuration is");
        }
        return Optional.of(decode(bytes));
    }

    /** Reads, changes and replaces the text while no one else does. */
    void change(Edit edit) {
        WRITERS.lock();
        try {
            StateFolder.createFolders(folder());
            Path lock = folder().resolve("." + path.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                @Nullable String before = read().orElse(null);
                String after = edit.apply(before);
                if (held.isValid() && !after.equals(before)) {
                    StateFolder.replaceFile(path, after.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(path + " cannot be written: " + reason(e), e);
        } finally {
            WRITERS.unlock();
        }
    }

    Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean malformed = decoder.decode(ByteBuffer.wrap(bytes), text, true).isError();
        String decoded = text.flip().toString();
        if (malformed) {
            Position place = Position.of(decoded, decoded.length());
            throw unreadable(place.line(), place.column(), "expected text in UTF-8, found a byte that is not");
        }
        return decoded;
    }

    private ConfigurationException unreadable(int line, int column, String message) {
        return new ConfigurationException(
                path + " cannot be used.",
                List.of(new ConfigurationProblem(Severity.ERROR, path, line, column, "", message)));
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }
}
