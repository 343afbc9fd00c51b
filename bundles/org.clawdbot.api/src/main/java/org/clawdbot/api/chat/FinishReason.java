package org.clawdbot.api.chat;

import java.util.Objects;

/**
 * Why an answer ended, in the provider's own word.
 *
 * @param value the word, never empty; words other than the constants are kept as they come
 */
public record FinishReason(String value) {

    /** The answer is complete. */
    public static final FinishReason STOP = new FinishReason("stop");

    /** The limit of tokens was reached. */
    public static final FinishReason LENGTH = new FinishReason("length");

    /** The model waits for the answers of tools. */
    public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls");

    /** The provider withheld the rest. */
    public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

    /** Checks that there is a word. */
    public FinishReason {
        if (Objects.requireNonNull(value, "value").isEmpty()) {
            throw new IllegalArgumentException("A finish reason must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
