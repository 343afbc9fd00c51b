package org.clawdbot.api.chat;

import org.jspecify.annotations.Nullable;

/**
 * What the provider said about the account's limits when it answered; each value may be absent.
 *
 * @param quotaTotal requests allowed a day
 * @param quotaUsed requests used of them, before this one
 * @param quotaRemaining requests left of them, before this one
 * @param requestsPerMinute requests allowed a minute
 */
public record AccountLimits(
        @Nullable Long quotaTotal,
        @Nullable Long quotaUsed,
        @Nullable Long quotaRemaining,
        @Nullable Long requestsPerMinute) {}
