package org.clawdbot.chutes.catalog.internal;

import java.time.Instant;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/**
 * A list as the server gave it.
 *
 * @param rows what the rows say
 * @param confirmedAt when the server was last asked and gave it, or said that it is still the same
 * @param validator by which the server recognises it
 * @param note what went wrong although the list could be had, or null
 */
record KnownList(ModelList rows, Instant confirmedAt, Validator validator, @Nullable String note) {

    KnownList confirmed(Instant at, @Nullable String newNote) {
        return new KnownList(rows, at, validator, newNote);
    }
}
