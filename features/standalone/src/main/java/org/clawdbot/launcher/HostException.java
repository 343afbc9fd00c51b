package org.clawdbot.launcher;

/** Says why the host cannot do its work. The message is a sentence for the user. */
final class HostException extends Exception {

    private static final long serialVersionUID = 1L;

    HostException(String message) {
        super(message);
    }

    HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
