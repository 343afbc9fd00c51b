package org.clawdbot.shell.internal.gogo;

import java.io.Serial;

/** Tells a console that a command failed. The message was printed already, and there is no stack trace to print. */
final class ExitCodeException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    ExitCodeException(int exitCode) {
        super("exit code " + exitCode, null, false, false);
    }
}
