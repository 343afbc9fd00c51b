package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.jspecify.annotations.Nullable;

/**
 * One go at renewing the tokens of a profile, run while the store is locked: from reading the refresh token until the new
 * one is on disk nobody else may use the same one.
 */
final class RenewalAttempt {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);

    private final String id;
    private final Secret seen;
    private final ChutesIdentity identity;
    private final Clients clients;
    private final RefreshMarkers markers;
    private final Clock clock;
    private final Map<Secret, SignInRequiredException> refused;
    private @Nullable Client client;
    private @Nullable Secret used;
    private @Nullable Answer answer;
    private @Nullable IOException failure;
    private Optional<Instant> cutShort = Optional.empty();

    RenewalAttempt(
            String id,
            Secret seen,
            ChutesIdentity identity,
            Clients clients,
            RefreshMarkers markers,
            Clock clock,
            Map<Secret, SignInRequiredException> refused) {
        this.id = id;
        this.seen = seen;
        this.identity = identity;
        this.clients = clients;
        this.markers = markers;
        this.clock = clock;
        this.refused = refused;
    }

    /** What the server gave, and for what. */
    private record Answer(Grant grant, Secret refresh, String clientId, Instant asked) {

        Credentials in(Credentials now, Profile.OAuth profile) {
            return now.with(grant.renewing(profile, clientId, asked));
        }
    }

    /** The change of the store; asks the server unless somebody did meanwhile, or it has answered already. */
    Credentials change(Credentials now) {
        Profile.OAuth current = profile(now);
        Secret refresh = current.refresh();
        Answer earlier = answer;
        if (refresh != null && earlier != null && earlier.refresh().equals(refresh)) {
            return earlier.in(now, current);
        }
        boolean fresh = clock.instant().isBefore(current.expiresAt());
        if (fresh && !current.access().equals(seen)) {
            return now;
        }
        if (refresh == null) {
            throw IdentityErrors.expired(id);
        }
        SignInRequiredException known = refused.get(refresh);
        if (known != null) {
            throw known;
        }
        Client app = clients.of(current, now).orElseThrow(this::noClient);
        Answer given = ask(app, refresh);
        answer = given;
        return given.in(now, current);
    }

    /** Takes note that the change is on disk. */
    Profile.OAuth stored(Credentials after) {
        if (answer != null) {
            markers.end(id);
            LOG.log(System.Logger.Level.INFO, "Renewed the Chutes sign-in {0}", id);
        }
        return profile(after);
    }

    boolean isGranted() {
        return answer != null;
    }

    /** What the server or the network said, if it was asked in vain. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** The refresh token that was sent. */
    Optional<Secret> used() {
        return Optional.ofNullable(used);
    }

    /** Says whether these tokens are others than those that were refused. */
    boolean isOther(Profile.OAuth there) {
        return there.refresh() != null && used().filter(there.refresh()::equals).isEmpty();
    }

    ModelException error(IOException cause) {
        return IdentityErrors.refresh(cause, id, client, identity.host(), cutShort);
    }

    Profile.OAuth profile(Credentials credentials) {
        return credentials
                .profile(id)
                .filter(Profile.OAuth.class::isInstance)
                .map(Profile.OAuth.class::cast)
                .orElseThrow(() -> IdentityErrors.unknown(id));
    }

    private Answer ask(Client app, Secret refresh) {
        client = app;
        used = refresh;
        cutShort = markers.begin(id, refresh);
        cutShort.ifPresent(begun -> LOG.log(
                System.Logger.Level.WARNING,
                "A renewal of {0}, begun at {1}, was cut short before its answer was stored; trying again",
                id,
                begun));
        Instant asked = clock.instant();
        try {
            return new Answer(identity.refresh(app, refresh), refresh, app.id(), asked);
        } catch (IOException e) {
            // Otherwise the server may have used the token up, and the note has to stay.
            if (cutShort.isEmpty() && (e instanceof GrantRefusedException || IdentityErrors.neverSent(e))) {
                markers.end(id);
            }
            failure = e;
            throw new UncheckedIOException(e);
        }
    }

    private SignInRequiredException noClient() {
        return new SignInRequiredException(
                "no-client",
                "The sign-in \"" + id + "\" does not say for which OAuth app it is; set " + OAuthSettings.CLIENT_ID
                        + ", or sign in again",
                ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER).withProfile(id),
                null);
    }
}
