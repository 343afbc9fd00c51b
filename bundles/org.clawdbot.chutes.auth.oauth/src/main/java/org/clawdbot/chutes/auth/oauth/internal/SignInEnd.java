package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.jspecify.annotations.Nullable;

/** Turns a code into a stored profile. */
final class SignInEnd {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER);
    private static final String INVOKE = "chutes:invoke";
    private static final int TRIES = 3;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int MAX_NAME = 64;

    private final CredentialStore store;
    private final ChutesIdentity identity;
    private final AccountClient account;
    private final Revocation revocation;
    private final Surroundings around;

    SignInEnd(
            CredentialStore store,
            ChutesIdentity identity,
            AccountClient account,
            Revocation revocation,
            Surroundings around) {
        this.store = store;
        this.identity = identity;
        this.account = account;
        this.revocation = revocation;
        this.around = around;
    }

    /** Exchanges the code and stores the profile; on failure nothing is stored, and no token stays good. */
    SignInResult exchange(Secret code, LoginAttempt login, Client client, @Nullable String wantedId) {
        Instant asked = around.clock().instant();
        Grant grant = grant(code, login, client);
        try {
            requireInvoke(login, grant);
            AccountClient.Owner owner = account.owner(grant.access());
            String[] id = new String[1];
            store.update(now -> {
                id[0] = wantedId == null ? freeId(owner, now) : wantedId;
                Credentials kept = Clients.keeping(client, now)
                        .with(new Profile.OAuth(
                                id[0],
                                OAuthAuthStrategy.PROVIDER,
                                grant.access(),
                                grant.refresh(),
                                grant.expiresAt(asked),
                                client.id(),
                                owner.id(),
                                owner.username(),
                                grant.scopes()));
                return kept.usage().containsKey(id[0]) ? kept.withUsage(id[0], ProfileUsage.NONE) : kept;
            });
            LOG.log(System.Logger.Level.INFO, "Signed in to Chutes; the profile is {0}", id[0]);
            return new SignInResult(id[0], AuthMode.OAUTH, true, owner.username(), notes(login, grant, client));
        } catch (RuntimeException e) {
            if (!revocation.revoke(client, grant.access(), grant.refresh())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The tokens of a sign-in that failed could not be revoked at Chutes; {0}",
                        Revocation.UNTIL);
            }
            throw e;
        }
    }

    private Grant grant(Secret code, LoginAttempt login, Client client) {
        for (int tries = 1; ; tries++) {
            try {
                return identity.exchange(client, login, code);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw cancelled(e);
                }
                ModelException failure = IdentityErrors.signIn(e, client, identity.host());
                if (tries == TRIES || !IdentityErrors.neverSent(e) || !paused()) {
                    throw failure;
                }
            }
        }
    }

    private boolean paused() {
        try {
            return around.pause().of(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        }
    }

    private static RequestCancelledException cancelled(Exception cause) {
        return new RequestCancelledException("The sign-in was cancelled", CHUTES, cause);
    }

    /** Without this scope no model answers, so a sign-in that was refused it is worth nothing. */
    private static void requireInvoke(LoginAttempt login, Grant grant) {
        if (login.scopes().contains(INVOKE) && !grant.scopes().isEmpty() && !mayInvoke(grant.scopes())) {
            throw new SignInRequiredException(
                    "missing-scope",
                    "Chutes granted only " + GrantAnswer.presentable(String.join(" ", grant.scopes()))
                            + ", without which models cannot be used: " + INVOKE
                            + " is missing; allow it for the app and sign in again",
                    CHUTES,
                    null);
        }
    }

    private static boolean mayInvoke(List<String> scopes) {
        return scopes.contains(INVOKE) || scopes.contains("admin");
    }

    private List<String> notes(LoginAttempt login, Grant grant, Client client) {
        List<String> notes = new ArrayList<>();
        List<String> scopes = grant.scopes().isEmpty() ? login.scopes() : grant.scopes();
        if (!mayInvoke(scopes)) {
            notes.add(
                    "The scope " + INVOKE + " was not asked for, so no model can be used with this sign-in; add it to "
                            + OAuthSettings.SCOPES + " or to the scopes in the configuration, and sign in again");
        }
        if (client.secret() == null) {
            notes.add("No client secret is known. Chutes wants it when tokens are renewed, even where signing in works"
                    + " without: set " + OAuthSettings.CLIENT_SECRET + " and sign in again, or this sign-in ends within"
                    + " the hour");
        } else {
            notes.add("Tokens are renewed automatically; they and the client secret are kept in " + store.location());
        }
        return notes;
    }

    /** The usual id is named after the account; a key or token of the same name is never overwritten. */
    private static String freeId(AccountClient.Owner owner, Credentials now) {
        String name = owner.username() == null ? "default" : owner.username().replaceAll("[^A-Za-z0-9._@-]", "_");
        String id = OAuthAuthStrategy.PROVIDER + ":" + name.substring(0, Math.min(MAX_NAME, name.length()));
        boolean foreign = now.profile(id)
                .filter(there -> !(there instanceof Profile.OAuth))
                .isPresent();
        return foreign ? id + "-oauth" : id;
    }
}
