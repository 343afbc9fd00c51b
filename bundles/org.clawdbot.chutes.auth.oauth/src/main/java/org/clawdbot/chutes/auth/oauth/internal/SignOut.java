package org.clawdbot.chutes.auth.oauth.internal;

import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;

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

    boolean signOut(String profileId) {
        Profile[] found = new Profile[1];
        Credentials kept = store.update(now -> {
            found[0] = now.profile(profileId).filter(SignOut::mayForget).orElse(null);
            return found[0] == null ? now : now.without(profileId);
        });
        if (found[0] instanceof Profile.OAuth oauth) {
            renewal.forget(profileId);
            Optional<Client> client = clients.of(oauth, kept);
            revocation.revoke(client.orElse(new Client("unknown", null)), oauth.access(), oauth.refresh());
        }
        return found[0] != null;
    }

    /** An app's secret outlives sign-ins; it goes when it is asked for by its own name. */
    private static boolean mayForget(Profile profile) {
        return OAuthAuthStrategy.isOurs(profile) || profile.provider().equals(Clients.APP_PROVIDER);
    }
}
