package org.clawdbot.shell.internal.cli;

/** The exit codes of every command. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;

    /** Failed; the message says why. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int WRONG_USAGE = 2;

    /** The user must sign in first. */
    public static final int SIGN_IN_NEEDED = 3;

    /** The model or the provider is unavailable. */
    public static final int UNAVAILABLE = 4;

    /** Interrupted. */
    public static final int INTERRUPTED = 130;

    /** Whoever read the output has gone away; what a shell says of a process that SIGPIPE ended. */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
