package org.clawdbot.chutes.catalog.internal;

import java.time.Instant;
import org.clawdbot.chutes.wire.ModelList;

/**
 * A list as it was fetched.
 *
 * @param rows what the rows say
 * @param fetchedAt when the server was asked
 */
record KnownList(ModelList rows, Instant fetchedAt) {}
