package org.clawdbot.api.error;

import java.io.Serial;
import java.net.URI;
import java.time.Instant;

/**
 * A sign-in that was begun and can be finished: the user opens {@link #page()} in any browser, and the address at which
 * the browser ends is given to a second sign-in as the option {@code redirect-url}, in this process or another one.
 *
 * <p>The message does not repeat the address of the page, because it holds the state that protects the sign-in.
 */
public final class SignInPendingException extends SignInRequiredException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final URI page;
    private final Instant finishBefore;

    /**
     * Reports that a second step is needed.
     *
     * @param message one sentence: why, and what to do
     * @param page the page that the user is to open
     * @param finishBefore until when the second step is possible
     * @param details what else is known
     */
    public SignInPendingException(String message, URI page, Instant finishBefore, ErrorDetails details) {
        super("sign-in-pending", message, details, null);
        this.page = page;
        this.finishBefore = finishBefore;
    }

    /**
     * Gives the page at which the user agrees; for the user alone, never for a log.
     *
     * @return the address to open in a browser, on this machine or another one
     */
    public URI page() {
        return page;
    }

    /**
     * Says how long the sign-in waits.
     *
     * @return the time from which on it has to be begun again
     */
    public Instant finishBefore() {
        return finishBefore;
    }
}
