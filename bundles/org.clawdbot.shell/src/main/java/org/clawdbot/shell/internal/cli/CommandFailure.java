package org.clawdbot.shell.internal.cli;

import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import org.clawdbot.shell.internal.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code, a message, and what to do next. */
public final class CommandFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String BROKEN_PIPE = "Broken pipe";

    private final int exitCode;
    private final String code;
    private final @Nullable String hint;
    private final transient Map<String, Object> members;

    private CommandFailure(
            int exitCode, String code, String message, @Nullable String hint, Map<String, Object> members) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.code = code;
        this.hint = hint;
        this.members = members;
    }

    /** The command failed. */
    public static CommandFailure failed(String code, String message, @Nullable String hint) {
        return new CommandFailure(ExitCode.FAILED, code, message, hint, Map.of());
    }

    /** The result cannot be written any more: mostly because whoever read it has gone away, as head does. */
    public static CommandFailure outputClosed(Terminal terminal) {
        String reason = terminal.outFailure().map(IOException::getMessage).orElse(BROKEN_PIPE);
        return reason.equals(BROKEN_PIPE)
                ? new CommandFailure(
                        ExitCode.OUTPUT_CLOSED, "output-closed", "Nobody reads the output any more", null, Map.of())
                : failed("io", "The result cannot be written: " + reason, null);
    }

    /** The command line is wrong. */
    public static CommandFailure wrongUsage(String message, @Nullable String hint) {
        return new CommandFailure(ExitCode.WRONG_USAGE, "usage", message, hint, Map.of());
    }

    /** There is nothing that the command could use. */
    public static CommandFailure unavailable(String code, String message, @Nullable String hint) {
        return new CommandFailure(ExitCode.UNAVAILABLE, code, message, hint, Map.of());
    }

    /** The user has broken it off. */
    public static CommandFailure interrupted(String message) {
        return new CommandFailure(ExitCode.INTERRUPTED, "cancelled", message, null, Map.of());
    }

    /** The user must sign in first. */
    public static CommandFailure signInNeeded(String message, @Nullable String hint) {
        return new CommandFailure(ExitCode.SIGN_IN_NEEDED, "sign-in-needed", message, hint, Map.of());
    }

    /** The user must bring a sign-in that was begun to its end; the members say for programs how. */
    public static CommandFailure signInPending(String message, String hint, Map<String, Object> members) {
        return new CommandFailure(ExitCode.SIGN_IN_NEEDED, "sign-in-pending", message, hint, members);
    }

    /** Gives the exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** Gives the word for programs. */
    public String code() {
        return code;
    }

    /** Gives what to do next, or null. */
    public @Nullable String hint() {
        return hint;
    }

    /** Gives what else the JSON document says. */
    public Map<String, Object> members() {
        return members;
    }

    /** Gives the message, which is always there. */
    public String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
