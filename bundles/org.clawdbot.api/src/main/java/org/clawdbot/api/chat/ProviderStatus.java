package org.clawdbot.api.chat;

import java.util.List;
import java.util.Objects;
import org.clawdbot.api.auth.ProfileStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the host has of one provider now.
 *
 * @param provider the provider id
 * @param authModes the modes of the strategies that are there
 * @param catalogSource the source of the catalog in use, or null if there is none
 * @param transport whether something is there to send completions
 * @param teeOnly whether only models in a trusted execution environment are offered
 * @param profiles the credentials at hand, in the order in which they are tried
 */
public record ProviderStatus(
        String provider,
        List<String> authModes,
        @Nullable String catalogSource,
        boolean transport,
        boolean teeOnly,
        List<ProfileStatus> profiles) {

    /** Checks that there is a provider and copies the lists. */
    public ProviderStatus {
        Objects.requireNonNull(provider, "provider");
        authModes = List.copyOf(authModes);
        profiles = List.copyOf(profiles);
    }
}
