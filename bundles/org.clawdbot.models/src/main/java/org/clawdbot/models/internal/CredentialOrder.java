package org.clawdbot.models.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a provider in the order in which they are tried: those named in the configured order, then stored
 * profiles (OAuth before keys), then what the environment and the configuration hold.
 */
final class CredentialOrder {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    private final Parts<AuthStrategy> strategies;
    private final FacadeSettings settings;

    CredentialOrder(Parts<AuthStrategy> strategies, FacadeSettings settings) {
        this.strategies = strategies;
        this.settings = settings;
    }

    /** What is at hand, for people; profiles that cannot be read are told when somebody needs one. */
    List<ProfileStatus> statuses(String provider) {
        try {
            return sources(provider).stream().map(Source::status).toList();
        } catch (ModelException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The credentials of {0} cannot be listed: {1}",
                    provider,
                    e.getMessage());
            return List.of();
        }
    }

    /** The sources to try; never empty. The preferred one comes first, those that rest come last, soonest fit first. */
    List<Source> require(String provider, @Nullable String preferred, Cooldowns cooldowns) {
        strategies.require(provider);
        List<Source> sources = sources(provider);
        if (sources.isEmpty()) {
            throw new SignInRequiredException(
                    "no-credential",
                    "You are not signed in to " + provider + "; run `clawdbot onboard`",
                    ErrorDetails.ofProvider(provider),
                    null);
        }
        Map<String, Instant> resting = new HashMap<>();
        sources.forEach(source -> cooldowns
                .ofProfile(source.status().profileId())
                .ifPresent(until -> resting.put(source.status().profileId(), until)));
        sources.sort(Comparator.<Source, Instant>comparing(
                        source -> resting.getOrDefault(source.status().profileId(), Instant.MIN))
                .thenComparing(source -> source.status().profileId().equals(preferred) ? 0 : 1));
        return sources;
    }

    private List<Source> sources(String provider) {
        List<Source> sources = new ArrayList<>();
        ModelException unreadable = null;
        for (AuthStrategy strategy : strategies.of(provider)) {
            try {
                strategy.profiles().forEach(status -> sources.add(new Source(strategy, status)));
            } catch (ModelException e) {
                unreadable = e;
            }
        }
        if (unreadable != null && sources.isEmpty()) {
            throw unreadable;
        }
        List<String> configured = settings.authOrder().getOrDefault(provider, List.of());
        sources.sort(Comparator.<Source>comparingInt(
                        source -> place(configured, source.status().profileId()))
                .thenComparing(source -> source.status().source())
                .thenComparing(source -> source.status().mode().equals(AuthMode.OAUTH) ? 0 : 1));
        return sources;
    }

    private static int place(List<String> configured, String profileId) {
        int index = configured.indexOf(profileId);
        return index < 0 ? configured.size() : index;
    }

    /** A credential and the strategy that gives it. */
    record Source(AuthStrategy strategy, ProfileStatus status) {

        Credential credential() {
            return strategy.credential(status.profileId());
        }

        Optional<Credential> renew(Credential refused) {
            return strategy.renew(refused);
        }
    }
}
