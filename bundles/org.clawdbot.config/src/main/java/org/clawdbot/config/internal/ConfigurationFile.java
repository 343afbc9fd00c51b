package org.clawdbot.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.host.ConfigurationException;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.ConfigurationProblem.Severity;
import org.clawdbot.api.host.ProcessLock;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.config.internal.json5.Position;
import org.jspecify.annotations.Nullable;

/** The file itself: its whole text in, its whole text out, one writer at a time across processes. */
final class ConfigurationFile {

    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    /** Makes a new text from the old one, which is {@code null} if there is no file. */
    interface Edit {
        String apply(@Nullable String before);
    }

    private final Path path;
    private final ProcessLock lock;

    ConfigurationFile(Path path) {
        this.path = path;
        this.lock = new ProcessLock(path.resolveSibling("." + path.getFileName() + ".lock"), LOCK_TIMEOUT);
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
        try {
            lock.whileHeld(() -> {
                String before = read().orElse(null);
                String after = edit.apply(before);
                if (!after.equals(before)) {
                    StateFolder.replaceFile(path, after.getBytes(StandardCharsets.UTF_8));
                }
                return after;
            });
        } catch (IOException e) {
            throw new ConfigurationException(path + " cannot be written: " + reason(e), e);
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
