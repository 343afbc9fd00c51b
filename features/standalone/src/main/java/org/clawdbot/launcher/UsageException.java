package org.clawdbot.launcher;

/** Says what is wrong with the command line. The message is a sentence for the user. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
