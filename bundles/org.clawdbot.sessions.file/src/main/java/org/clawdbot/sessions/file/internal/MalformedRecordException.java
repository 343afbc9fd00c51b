package org.clawdbot.sessions.file.internal;

import java.io.Serial;

/** A line of a record cannot be understood; the message says why and holds nothing of what was said. */
final class MalformedRecordException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message);
    }
}
