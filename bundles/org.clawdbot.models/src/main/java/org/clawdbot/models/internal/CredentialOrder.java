package org.clawdbot.models.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a provider in the order in which they are tried. An order that the user set comes before all, first
 * the one in the credential store, then the one in the configuration; what it does not name follows. Otherwise stored
 * profiles go before what the environment and the configuration hold, OAuth before tokens before keys, and of one kind the
 * one first that was used longest ago.
 */
final class CredentialOrder {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);
    private static final List<String> MODES = List.of(AuthMode.OAUTH, "token", AuthMode.API_KEY);

    private final Parts<AuthStrategy> strategies;
    private final FacadeSettings settings;
    private final Supplier<@Nullable CredentialStore> store;
    private final Function<String, Instant> lastUsed;

    CredentialOrder(
            Parts<AuthStrategy> strategies,
            FacadeSettings settings,
            Supplier<@Nullable CredentialStore> store,
            Function<String, Instant> lastUsed) {
        this.strategies = strategies;
        this.settings = settings;
        this.store = store;
        this.lastUsed = lastUsed;
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

    /**
     * The sources to try; never empty.
     *
     * @param preferred the profile that comes first, if it is there, or null
     */
    List<Source> require(String provider, @Nullable String preferred) {
        if (!strategies.serve(provider)) {
            throw strategies.missing(provider);
        }
        List<Source> sources = sources(provider);
        if (sources.isEmpty()) {
            throw new SignInRequiredException(
                    "no-credential",
                    "You are not signed in to " + provider + "; run `clawdbot onboard`",
                    ErrorDetails.ofProvider(provider),
                    null);
        }
        if (preferred != null) {
            sources.sort(Comparator.comparing(source -> source.profileId().equals(preferred) ? 0 : 1));
        }
        return sources;
    }

    private List<Source> sources(String provider) {
        List<Source> sources = new ArrayList<>();
        ModelException unreadable = null;
        for (AuthStrategy strategy : strategies.of(provider)) {
            try {
                for (ProfileStatus status : asked(provider, strategy::profiles)) {
                    sources.add(new Source(provider, strategy, status));
                }
            } catch (ModelException e) {
                unreadable = e;
            }
        }
        if (unreadable != null && sources.isEmpty()) {
            throw unreadable;
        }
        if (sources.size() > 1) {
            sort(sources, explicitOrder(provider));
        }
        return sources;
    }

    private void sort(List<Source> sources, List<String> explicit) {
        Map<String, Instant> uses = new HashMap<>(); // looked at once, so that nothing moves meanwhile
        sources.forEach(source -> uses.computeIfAbsent(source.status().profileId(), lastUsed));
        sources.sort(Comparator.<Source>comparingInt(
                        source -> place(explicit, source.status().profileId()))
                .thenComparing(source -> source.status().source())
                .thenComparingInt(source -> place(MODES, source.status().mode()))
                .thenComparing(source -> uses.get(source.status().profileId())));
    }

    private List<String> explicitOrder(String provider) {
        CredentialStore now = store.get();
        try {
            List<String> stored = now == null ? null : now.read().order().get(provider);
            if (stored != null && !stored.isEmpty()) {
                return stored;
            }
        } catch (CredentialStoreException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "The order of profiles cannot be read", e);
        }
        return settings.authOrder().getOrDefault(provider, List.of());
    }

    private static int place(List<String> order, String name) {
        int index = order.indexOf(name);
        return index < 0 ? order.size() : index;
    }

    /** A strategy whose bundle, or whose store, was updated has lost the classes it had not used yet: it is as good as gone. */
    private <T> T asked(String provider, Supplier<T> question) {
        try {
            return question.get();
        } catch (LinkageError e) {
            MissingPartException gone = strategies.missing(provider);
            gone.addSuppressed(e);
            throw gone;
        }
    }

    /** A credential and the strategy that gives it. */
    final class Source {

        private final String provider;
        private final AuthStrategy strategy;
        private final ProfileStatus status;

        private Source(String provider, AuthStrategy strategy, ProfileStatus status) {
            this.provider = provider;
            this.strategy = strategy;
            this.status = status;
        }

        ProfileStatus status() {
            return status;
        }

        String profileId() {
            return status.profileId();
        }

        Credential credential() {
            return asked(provider, () -> strategy.credential(profileId()));
        }

        Optional<Credential> renew(Credential refused) {
            return asked(provider, () -> strategy.renew(refused));
        }
    }
}
