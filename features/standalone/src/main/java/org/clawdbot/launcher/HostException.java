package org.clawdbot.launcher;

/** Says why the host cannot do its work. The message is a sentence for the user. */
final class HostException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    HostException(String message) {
        super(message);
        this.code = "host";
    }

    HostException(String message, Throwable cause) {
        this("host", message, cause);
    }

    private HostException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static HostException stateFolder(String message, Throwable cause) {
        return new HostException("state-folder", message, cause);
    }

    /** Gives the word for programs. */
    String code() {
        return code;
    }

    /** Gives the message, which is always there. */
    String text() {
        return String.valueOf(getMessage());
    }
}
