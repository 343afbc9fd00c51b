package org.clawdbot.config.internal.json5;

/** A text is not JSON5, or a change does not fit into it. The message never repeats a value of the text. */
public final class Json5Exception extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    Json5Exception(Position position, String message) {
        super(message);
        this.line = position.line();
        this.column = position.column();
    }

    public Position position() {
        return new Position(line, column);
    }
}
