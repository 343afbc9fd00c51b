package org.clawdbot.chutes.completions.internal;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import javax.net.ssl.SSLException;
import org.clawdbot.api.error.ModelException;

/**
 * Decides whether a request that failed before its first token is sent again, and after which pause. Only what passes by
 * itself is tried again: a full or cold model, a broken server, a connection that was not made. A ban or a used-up quota
 * is not, since asking again makes it worse, unless the server itself says when to come back.
 *
 * @param maxRetries how often to send again at most
 * @param maxWait how long all pauses of one request may last together
 */
record RetryPolicy(int maxRetries, Duration maxWait) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final int MAX_DOUBLINGS = 10;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** What stays as it is: not implemented, HTTP version, and the two certificate errors of a CDN. */
    private static final Set<Integer> LASTING = Set.of(501, 505, 525, 526);

    static RetryPolicy of(ChutesTransport.Config config) {
        return new RetryPolicy(
                Math.max(0, config.maxRetries()), Duration.ofSeconds(Math.max(0, config.retrySeconds())));
    }

    /**
     * Gives the pause before the next try, or nothing if the failure is to be reported.
     *
     * @param failed the last try
     * @param retries how often this request was sent again so far
     * @param waited how long all pauses lasted so far
     * @param random a number from 0 to 1, so that those who failed together do not come back together
     */
    Optional<Duration> pauseAfter(FailedTry failed, int retries, Duration waited, DoubleSupplier random) {
        if (retries >= maxRetries || failed.retryForbidden() || !mayPass(failed)) {
            return Optional.empty();
        }
        Duration asked = failed.error().details().retryAfter();
        Duration pause = asked == null || asked.isZero() ? pause(retries, random.getAsDouble()) : asked;
        return Optional.of(pause).filter(next -> waited.plus(next).compareTo(maxWait) <= 0);
    }

    /** Twice as long each time, of which the second half is left to chance. */
    private static Duration pause(int retries, double random) {
        long full = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(MAX_DOUBLINGS, retries));
        return Duration.ofMillis(Math.round(full * (0.5 + random / 2)));
    }

    private static boolean mayPass(FailedTry failed) {
        ModelException error = failed.error();
        Integer status = error.details().httpStatus();
        if (!error.retryable()) {
            return false;
        }
        if (status == null) {
            Throwable cause = error.getCause();
            return !failed.sent() && !(cause instanceof UnknownHostException) && !(cause instanceof SSLException);
        }
        if (status == TOO_MANY_REQUESTS) {
            return error.code().equals("capacity") || error.details().retryAfter() != null;
        }
        return status >= SERVER_ERROR && !LASTING.contains(status);
    }
}
