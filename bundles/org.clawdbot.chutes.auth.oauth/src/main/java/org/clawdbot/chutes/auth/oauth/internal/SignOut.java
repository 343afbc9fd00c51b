package org.clawdbot.chutes.auth.oauth.internal;

import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.SignOutResult;

/** Forgets profiles, whether or not the server can be told. */
final class SignOut {

    private final CredentialStore store;
    private final Clients clients;
    private final Revocation revocation;
    private final Renewal renewal;

    SignOut(CredentialStore store, Clients clients, Revocation revocation, Renewal renewal) {
        this.store = store;
        this.clients = clients;
        this.revocation = revocation;
        this.renewal = renewal;
    }

    Optional<SignOutResult> signOut(String profileId) {
        Profile[] found = new Profile[1];
        Credentials kept = store.update(now -> {
            found[0] = now.profile(profileId).filter(SignOut::mayForget).orElse(null);
            return found[0] == null ? now : now.without(profileId);
        });
        return Optional.ofNullable(found[0]).map(forgotten -> atTheServer(forgotten, kept));
    }

    private SignOutResult atTheServer(Profile forgotten, Credentials kept) {
        if (forgotten instanceof Profile.OAuth oauth) {
            renewal.forget(oauth.id());
            Client client = clients.of(oauth, kept).orElse(new Client("unknown", null));
            return revocation.revoke(client, oauth.access(), oauth.refresh())
                    ? new SignOutResult(oauth.id(), SignOutResult.Revocation.REVOKED, null)
                    : new SignOutResult(
                            oauth.id(),
                            SignOutResult.Revocation.FAILED,
                            "Chutes could not be told to revoke the tokens; " + Revocation.UNTIL);
        }
        String note = forgotten.provider().equals(Clients.APP_PROVIDER)
                ? "The app stays registered at Chutes; delete it there if nobody uses it any more"
                : "The token came from elsewhere; Chutes accepts it until it expires";
        return new SignOutResult(forgotten.id(), SignOutResult.Revocation.UNSUPPORTED, note);
    }

    /** An app's secret outlives sign-ins; it goes when it is asked for by its own name. */
    private static boolean mayForget(Profile profile) {
        return OAuthAuthStrategy.isOurs(profile) || profile.provider().equals(Clients.APP_PROVIDER);
    }
}
