package org.clawdbot.testkit.simulator.scenario;

/** Tells which scenario file (or code) is wrong, at which key, and what would be right. */
public final class ScenarioException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message names the source, the key and what is expected
     */
    public ScenarioException(String message) {
        super(message);
    }

    /**
     * Makes one with the parser's or the file system's reason.
     *
     * @param message names the source and the reason
     * @param cause the reason
     */
    public ScenarioException(String message, Throwable cause) {
        super(message, cause);
    }
}
