package org.clawdbot.benchmarks.driver;

import java.util.Locale;

/**
 * What is asked of a contestant. It is part of the base URL, so that the server knows it too.
 *
 * @param kind the kind of work
 * @param size how much of it, in the unit of its kind
 */
public record Work(Kind kind, int size) {

    /** The kinds of work. */
    public enum Kind {
        /** One reply of {@code size} pieces of text after the other. */
        TEXT,
        /** One reply of {@code size} pieces of tool calls after the other. */
        TOOLS,
        /** Short replies, of which the time to the first piece counts. */
        FIRST,
        /** Replies in one piece, {@code size} at a time. */
        PLAIN,
        /** {@code size} replies at a time, each with one piece per 100 ms. */
        SLOW,
        /** A list of {@code size} models. */
        MODELS,
        /** {@code size} programs one after the other, each of which prints one short reply. */
        COLD
    }

    /**
     * Reads the beginning of a path, such as {@code /text/100000/v1/chat/completions}.
     *
     * @param path the path
     * @return the work it names
     */
    public static Work ofPath(String path) {
        String[] segments = path.split("/", 4);
        return new Work(Kind.valueOf(segments[1].toUpperCase(Locale.ROOT)), Integer.parseInt(segments[2]));
    }

    /**
     * Gives the beginning of the path.
     *
     * @return a path without a slash at its end
     */
    public String path() {
        return "/" + kind.name().toLowerCase(Locale.ROOT) + "/" + size;
    }
}
