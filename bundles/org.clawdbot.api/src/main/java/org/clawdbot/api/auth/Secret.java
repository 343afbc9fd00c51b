package org.clawdbot.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** Text that must never be printed: its {@code toString} is redacted, so that no log or exception can show it. */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a secret.
     *
     * @param text the secret, not blank; surrounding white space is dropped
     * @return the wrapped secret
     * @throws IllegalArgumentException if the text is blank
     */
    public static Secret of(String text) {
        String trimmed = Objects.requireNonNull(text, "text").strip();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("A secret must not be blank");
        }
        return new Secret(trimmed);
    }

    /**
     * Gives the text itself, to be sent or stored and nothing else.
     *
     * @return the secret in clear text
     */
    public String reveal() {
        return text;
    }

    /**
     * Gives a hint by which the owner recognises the secret and nobody else learns it.
     *
     * @return the first four characters and an ellipsis, or only the ellipsis for a text of fewer than 24 characters
     */
    public String hint() {
        return text.length() < 24 ? "…" : text.substring(0, 4) + "…";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
