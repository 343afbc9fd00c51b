package org.clawdbot.api.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account as its provider describes it. What the provider did not say is null, never a guess.
 *
 * @param provider the provider id
 * @param name the name of the account
 * @param id the provider's own id of the account
 * @param balance the credit left, in US dollars
 * @param quotas the limits on requests, empty if there are none
 * @param subscription the subscription, or null if there is none or it could not be read
 * @param missing what could not be read and why, one sentence each
 */
public record Account(
        String provider,
        @Nullable String name,
        @Nullable String id,
        @Nullable BigDecimal balance,
        List<Quota> quotas,
        @Nullable Subscription subscription,
        List<String> missing) {

    /** Checks that there is a provider and copies the lists. */
    public Account {
        Objects.requireNonNull(provider, "provider");
        quotas = List.copyOf(quotas);
        missing = List.copyOf(missing);
    }
}
