package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import org.clawdbot.api.host.StateFolder;

/** A few values in a file that only its owner can read; whole at every moment. */
final class StateFile {

    private static final int FINGERPRINT_BYTES = 12;

    private StateFile() {}

    static void write(Path file, Properties values) throws IOException {
        StringWriter text = new StringWriter();
        values.store(text, null);
        StateFolder.replaceFile(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the values; a damaged file is as good as none. */
    static Optional<Properties> read(Path file) throws IOException {
        try {
            Properties values = new Properties();
            values.load(new StringReader(Files.readString(file)));
            return Optional.of(values);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Names a secret without telling it. */
    static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
