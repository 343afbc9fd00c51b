package org.clawdbot.launcher;

import java.util.List;

/**
 * Options of {@code clawdbot run}.
 *
 * @param console whether commands are read from standard input
 */
record RunOptions(boolean console) {

    /** Set by the script, because the JVM cannot tell for standard input alone. */
    static final String TERMINAL_PROPERTY = "clawdbot.stdin.terminal";

    static RunOptions parse(List<String> options) throws UsageException {
        boolean console = Boolean.getBoolean(TERMINAL_PROPERTY);
        for (String option : options) {
            console = switch (option) {
                case "--console" -> true;
                case "--no-console" -> false;
                default ->
                    throw new UsageException(
                            "run takes no '" + option + "'; it knows --console, --no-console and --help");
            };
        }
        return new RunOptions(console);
    }
}
