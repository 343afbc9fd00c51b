package org.clawdbot.models.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;

/**
 * Whether a model or a credential may be asked now.
 *
 * @param state whether it may
 * @param retryAt from when on it may be asked where nothing else is left
 * @param until until when others go before it
 * @param reason the code of the failure it rests from
 * @param lasting whether somebody must do something about it, as about a used-up quota
 */
record Standing(State state, Instant retryAt, Instant until, String reason, boolean lasting) {

    /** Whether it may be asked. */
    enum State {
        /** It may. */
        FIT,
        /** Others go first. */
        LAST,
        /** Nothing is sent to it. */
        PAUSED
    }

    static final Standing FIT = new Standing(State.FIT, Instant.MIN, Instant.MIN, "", false);

    static Standing of(ProfileUsage usage, Instant now) {
        Instant until = usage.restsUntil();
        Instant retryAt = CooldownRules.retryAt(usage);
        if (until == null || retryAt == null || !until.isAfter(now)) {
            return FIT;
        }
        boolean lasting = usage.disabledUntil() != null && usage.disabledUntil().isAfter(now);
        String reason = lasting && usage.disabledReason() != null ? usage.disabledReason() : usage.lastFailure();
        return new Standing(
                retryAt.isAfter(now) ? State.PAUSED : State.LAST,
                retryAt,
                until,
                reason == null ? "failure" : reason,
                lasting);
    }

    boolean isFit() {
        return state == State.FIT;
    }

    boolean isPaused() {
        return state == State.PAUSED;
    }

    /** What somebody is told who would ask it now. */
    CooldownException refusal(ErrorSubject subject, String name, ErrorDetails known, Instant now) {
        Instant free = isPaused() ? retryAt : until;
        Duration wait = Duration.between(now, free);
        return new CooldownException(
                subject,
                name + " failed a short while ago (" + reason + ") and rests; try again " + Tries.in(wait) + ", at "
                        + free.truncatedTo(ChronoUnit.SECONDS)
                        + ", or end all rests with `clawdbot models cooldowns clear`",
                free,
                reason,
                List.of(),
                known.withRetryAfter(wait));
    }
}
