package org.clawdbot.credentials.file.internal;

import java.io.Serial;

/** The file is not the document it should be; the message says where, never what it holds. */
final class MalformedDocumentException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedDocumentException(String message) {
        super(message);
    }
}
