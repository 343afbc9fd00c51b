package org.clawdbot.chutes.catalog.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.provider.AuthMode;

/**
 * The credential of the profile that is signed in, if there is one and it is at hand. The list of models is public, so that
 * no trouble with a credential, and no renewal of one, is worth waiting for.
 */
final class SignedIn {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<List<AuthStrategy>> strategies;
    private final Workers workers;
    private final Duration patience;

    SignedIn(Supplier<List<AuthStrategy>> strategies, Workers workers) {
        this(strategies, workers, PATIENCE);
    }

    SignedIn(Supplier<List<AuthStrategy>> strategies, Workers workers, Duration patience) {
        this.strategies = strategies;
        this.workers = workers;
        this.patience = patience;
    }

    /** Gives what the first profile gives that would be used for a request. */
    Optional<Credential> credential() {
        return credential(any -> true);
    }

    /** Gives an API key; tokens of an OAuth sign-in are not accepted everywhere. */
    Optional<Credential> apiKey() {
        return credential(profile -> profile.mode().equals(AuthMode.API_KEY));
    }

    private Optional<Credential> credential(Predicate<ProfileStatus> wanted) {
        List<AuthStrategy> now = strategies.get();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        try {
            return workers.submit(() -> first(now, wanted)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "A credential takes long; going on without one");
        } catch (ExecutionException | CancellationException e) {
            LOG.log(System.Logger.Level.DEBUG, "Going on without a credential: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException("The request was cancelled", ModelListClient.CHUTES, e);
        }
        return Optional.empty();
    }

    private static Optional<Credential> first(List<AuthStrategy> strategies, Predicate<ProfileStatus> wanted) {
        List<Source> sources = new ArrayList<>();
        for (AuthStrategy strategy : strategies) {
            try {
                strategy.profiles().stream()
                        .filter(wanted)
                        .forEach(profile -> sources.add(new Source(strategy, profile)));
            } catch (ModelException e) {
                LOG.log(System.Logger.Level.DEBUG, "No profiles of {0}: {1}", strategy.label(), e.code());
            }
        }
        return sources.stream()
                .min(Comparator.<Source, ProfileStatus.Source>comparing(
                                source -> source.profile().source())
                        .thenComparing(source -> source.profile().mode().equals(AuthMode.OAUTH) ? 0 : 1))
                .map(source -> source.strategy().credential(source.profile().profileId()));
    }

    private record Source(AuthStrategy strategy, ProfileStatus profile) {}
}
