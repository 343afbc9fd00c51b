package org.clawdbot.api.chat;

import java.time.Instant;
import java.util.Objects;
import org.clawdbot.api.error.ErrorSubject;

/**
 * A model or a credential that rests after a failure.
 *
 * @param subject whether it is a model or a credential
 * @param target the full name of the model, or the id of the profile
 * @param reason the code of the failure
 * @param retryAt from when on it may be asked again where nothing else is left; before, nothing is sent to it
 * @param until until when others go before it
 */
public record Cooldown(ErrorSubject subject, String target, String reason, Instant retryAt, Instant until) {

    /** Checks that all values are there. */
    public Cooldown {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(retryAt, "retryAt");
        Objects.requireNonNull(until, "until");
    }
}
