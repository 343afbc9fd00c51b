package org.clawdbot.chutes.auth.oauth.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens fresh: when somebody needs them, and before.
 *
 * <p>Renewals run on a thread of their own. A caller who is interrupted leaves, and the renewal goes on: broken off
 * between the server's answer and the write it would lose the sign-in.
 */
final class TokenKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final int MAX_REST_DOUBLINGS = 5;

    private final CredentialStore store;
    private final RenewalStep renewal;
    private final Clock clock;
    private final RefreshPlan plan;
    private final Duration patience;
    private final Random random;
    private final Map<Flight, CompletableFuture<Profile.OAuth>> flights = new ConcurrentHashMap<>();
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor worker;

    TokenKeeper(CredentialStore store, RenewalStep renewal, OAuthSettings.Waiting waiting, Surroundings around) {
        this.store = store;
        this.renewal = renewal;
        this.clock = around.clock();
        this.random = around.random();
        this.plan = new RefreshPlan(waiting.refreshAhead(), random);
        this.patience = waiting.request().plus(GOODBYE);
        this.worker = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "clawdbot-chutes-tokens");
            thread.setDaemon(true);
            return thread;
        });
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What renews; see {@link Renewal}. */
    interface RenewalStep {

        Profile.OAuth renew(String profileId, Secret seen);

        boolean hopeless(Profile.OAuth profile);
    }

    /** Renewals for the same reason are one. */
    private record Flight(String profileId, Secret seen) {}

    /** Renewals that failed one after the other, and until when not to try unasked. */
    private record Failures(int count, Instant restUntil) {}

    /** Begins to look ahead. */
    void start() {
        Future<?> unused = worker.scheduleWithFixedDelay(
                this::lookAheadSafely, FIRST_LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives the profile with a token that can be sent. */
    Profile.OAuth fresh(Profile.OAuth profile) {
        Instant now = clock.instant();
        if (now.isBefore(profile.expiresAt())) {
            return profile;
        }
        if (profile.refresh() == null) {
            throw IdentityErrors.expired(profile.id());
        }
        boolean stillGood = now.isBefore(profile.expiresAt().plus(Grant.MARGIN));
        if (stillGood && rests(profile.id(), now)) {
            return profile;
        }
        try {
            return await(begin(profile.id(), profile.access()));
        } catch (ModelException e) {
            if (stillGood && e.retryable()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "Using the token of {0} to its very end: {1}",
                        profile.id(),
                        e.code());
                return profile;
            }
            throw e;
        }
    }

    /** Gives the profile with another token than the one the server refused. */
    Optional<Profile.OAuth> renewed(Profile.OAuth profile, Secret refused) {
        if (profile.refresh() == null) {
            return Optional.empty();
        }
        return Optional.of(await(begin(profile.id(), refused)))
                .filter(other -> !other.access().equals(refused));
    }

    /** Gives the profile with new tokens, whether or not that is due. */
    Profile.OAuth renewedNow(Profile.OAuth profile) {
        return await(begin(profile.id(), profile.access()));
    }

    /** Lets a renewal that runs store what it got, and leaves no thread behind. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
        flights.values().forEach(flight -> flight.completeExceptionally(stopped()));
    }

    /** Begins to renew what will soon be due. */
    List<CompletableFuture<Profile.OAuth>> lookAhead() {
        Instant now = clock.instant();
        List<CompletableFuture<Profile.OAuth>> begun = new ArrayList<>();
        for (Profile each : store.read().profilesOf(OAuthAuthStrategy.PROVIDER)) {
            if (each instanceof Profile.OAuth profile
                    && profile.refresh() != null
                    && plan.isDue(profile, now)
                    && !rests(profile.id(), now)
                    && !renewal.hopeless(profile)) {
                begun.add(begin(profile.id(), profile.access()));
            }
        }
        return begun;
    }

    /** An exception would end the schedule. */
    private void lookAheadSafely() {
        try {
            int begun = lookAhead().size();
            LOG.log(System.Logger.Level.TRACE, "Renewing ahead of need: {0}", begun);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Could not look after the tokens: {0}", e.getClass());
        }
    }

    private boolean rests(String profileId, Instant now) {
        Failures failed = failures.get(profileId);
        return failed != null && now.isBefore(failed.restUntil());
    }

    private CompletableFuture<Profile.OAuth> begin(String profileId, Secret seen) {
        Flight flight = new Flight(profileId, seen);
        CompletableFuture<Profile.OAuth> mine = new CompletableFuture<>();
        CompletableFuture<Profile.OAuth> running = flights.putIfAbsent(flight, mine);
        if (running != null) {
            return running;
        }
        try {
            worker.execute(() -> fly(flight, mine));
        } catch (RejectedExecutionException e) {
            flights.remove(flight);
            throw stopped();
        }
        return mine;
    }

    /** Whoever asks after the end must not be given the old result, so the flight is forgotten first. */
    private void fly(Flight flight, CompletableFuture<Profile.OAuth> result) {
        try {
            Profile.OAuth renewed = renewal.renew(flight.profileId(), flight.seen());
            failures.remove(flight.profileId());
            flights.remove(flight, result);
            result.complete(renewed);
        } catch (RuntimeException | Error e) {
            failures.compute(flight.profileId(), (id, before) -> another(before));
            flights.remove(flight, result);
            result.completeExceptionally(e);
        }
    }

    private Failures another(@Nullable Failures before) {
        int count = before == null ? 1 : before.count() + 1;
        Duration rest = REST.multipliedBy(1L << Math.min(MAX_REST_DOUBLINGS, count - 1));
        return new Failures(count, clock.instant().plus(rest).plusMillis(random.nextInt((int) rest.toMillis() / 2)));
    }

    private static Profile.OAuth await(CompletableFuture<Profile.OAuth> flight) {
        try {
            return flight.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException(
                    "Cancelled while the sign-in was being renewed",
                    ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException failure) {
                throw failure;
            }
            throw new IllegalStateException("Renewing the sign-in failed", e.getCause());
        }
    }

    private static ProviderUnavailableException stopped() {
        return new ProviderUnavailableException(
                "stopped",
                "The Chutes sign-in is being replaced or stopped; try again",
                ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER),
                null);
    }
}
