package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;

/**
 * Renews the tokens of a profile, trying again where that may help.
 *
 * <p>Between two tries the store is not locked, so that others get on.
 */
final class Renewal implements TokenKeeper.RenewalStep {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration SETTLE = Duration.ofMillis(200);

    private final CredentialStore store;
    private final ChutesIdentity identity;
    private final Clients clients;
    private final RefreshMarkers markers;
    private final Surroundings around;
    private final Map<Secret, SignInRequiredException> refused = new ConcurrentHashMap<>();

    Renewal(
            CredentialStore store,
            ChutesIdentity identity,
            Clients clients,
            RefreshMarkers markers,
            Surroundings around) {
        this.store = store;
        this.identity = identity;
        this.clients = clients;
        this.markers = markers;
        this.around = around;
    }

    @Override
    public boolean hopeless(Profile.OAuth profile) {
        return profile.refresh() != null && refused.containsKey(profile.refresh());
    }

    @Override
    public Profile.OAuth renew(String profileId, Secret seen) {
        for (int tries = 1; ; tries++) {
            RenewalAttempt attempt =
                    new RenewalAttempt(profileId, seen, identity, clients, markers, around.clock(), refused);
            try {
                return stored(attempt);
            } catch (UncheckedIOException e) {
                IOException failure = attempt.failure().orElseThrow(() -> e);
                LOG.log(System.Logger.Level.DEBUG, "Renewing {0} failed: {1}", profileId, failure.getClass());
                if (failure instanceof GrantRefusedException refusal) {
                    return othersOr(attempt, refusal);
                }
                if (tries == TRIES || !paused(FIRST_PAUSE.multipliedBy(1L << (2 * (tries - 1))))) {
                    throw attempt.error(failure);
                }
            }
        }
    }

    /** Forgets what was noted about a profile that is signed out. */
    void forget(String profileId) {
        markers.end(profileId);
    }

    /** Once the server has answered, the new refresh token is the only good one: a failed write is tried again. */
    private Profile.OAuth stored(RenewalAttempt attempt) {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.stored(store.update(attempt::change));
            } catch (CredentialStoreException e) {
                if (!attempt.isGranted() || tries == TRIES || !paused(FIRST_PAUSE)) {
                    throw e;
                }
            }
        }
    }

    /** Somebody whom the lock does not hold off, such as another machine, may have been faster. */
    private Profile.OAuth othersOr(RenewalAttempt attempt, GrantRefusedException refusal) {
        ModelException error = attempt.error(refusal);
        if (!refusal.error().equals("invalid_grant")) {
            throw error;
        }
        boolean waited = false;
        do {
            Profile.OAuth there = attempt.profile(store.read());
            if (attempt.isOther(there)) {
                return there;
            }
            waited = !waited && paused(SETTLE);
        } while (waited);
        if (error instanceof SignInRequiredException lasting) {
            attempt.used().ifPresent(token -> refused.put(token, lasting));
        }
        throw error;
    }

    private boolean paused(Duration most) {
        try {
            int half = (int) most.toMillis() / 2;
            return around.pause()
                    .of(Duration.ofMillis(half + (long) around.random().nextInt(half + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException(
                    "Renewing the sign-in was cancelled", ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER), e);
        }
    }
}
