package org.clawdbot.chutes.auth.oauth.internal;

import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.error.ModelException;
import org.jspecify.annotations.Nullable;

/** Finds the app to sign in for: in environment, configuration or store, by asking, or by registering one. */
final class Clients {

    /**
     * The provider of profiles that keep an app's secret. Not {@code chutes}: no strategy, neither of this host nor of
     * another that shares the file, must take the secret for a bearer token.
     */
    static final String APP_PROVIDER = "chutes-oauth-app";

    private static final int TRIES = 3;

    private final CredentialStore store;
    private final OAuthSettings settings;
    private final AccountClient account;

    Clients(CredentialStore store, OAuthSettings settings, AccountClient account) {
        this.store = store;
        this.settings = settings;
        this.account = account;
    }

    /** The app for a sign-in that begins. */
    Client toSignIn(SignInDialog dialog, Redirect redirect) {
        Credentials stored = store.read();
        Optional<Client> known = knownNow(settings, stored);
        if (known.isPresent()) {
            return known.get();
        }
        if (!dialog.interactive()) {
            throw new IllegalArgumentException("No OAuth app is known: set " + OAuthSettings.CLIENT_ID + " and "
                    + OAuthSettings.CLIENT_SECRET + ", or clientId and clientSecret in the configuration; "
                    + howToRegister(redirect));
        }
        return offered(dialog, redirect, stored).orElseGet(() -> asked(dialog, redirect));
    }

    /** The app of that id with whatever secret is known for it now. */
    Client known(String clientId) {
        return known(clientId, store.read());
    }

    /** The app that a stored profile belongs to; profiles of other hosts may not say. */
    Optional<Client> of(Profile.OAuth profile, Credentials stored) {
        String id = profile.clientId();
        return (id == null || id.isBlank() ? settings.clientId() : Optional.of(id)).map(found -> known(found, stored));
    }

    /** Keeps the secret, so that tokens can be renewed by a process without the variable, too. */
    static Credentials keeping(Client client, Credentials stored) {
        if (client.secret() == null) {
            return stored;
        }
        String id = APP_PROVIDER + ":" + client.id();
        return stored.with(new Profile.Token(id, APP_PROVIDER, client.secret(), null, client.id()));
    }

    /** The app that a sign-in would use without asking anybody, if there is one. */
    static Optional<Client> knownNow(OAuthSettings settings, Credentials stored) {
        return settings.clientId().or(() -> remembered(stored)).map(id -> known(settings, id, stored));
    }

    private Client known(String clientId, Credentials stored) {
        return known(settings, clientId, stored);
    }

    private static Client known(OAuthSettings settings, String clientId, Credentials stored) {
        Optional<Secret> kept = stored.profile(APP_PROVIDER + ":" + clientId)
                .filter(Profile.Token.class::isInstance)
                .map(profile -> ((Profile.Token) profile).token());
        return new Client(
                clientId, settings.clientSecret(clientId).or(() -> kept).orElse(null));
    }

    private static Optional<String> remembered(Credentials stored) {
        Optional<String> lastApp = stored.profilesOf(APP_PROVIDER).stream()
                .map(profile -> profile.id().substring(APP_PROVIDER.length() + 1))
                .filter(id -> !id.isBlank())
                .reduce((earlier, later) -> later);
        return lastApp.or(() -> stored.profilesOf(OAuthAuthStrategy.PROVIDER).stream()
                .filter(Profile.OAuth.class::isInstance)
                .map(profile -> ((Profile.OAuth) profile).clientId())
                .filter(id -> id != null && !id.isBlank())
                .findFirst());
    }

    private Optional<Client> offered(SignInDialog dialog, Redirect redirect, Credentials stored) {
        Optional<Secret> kept = stored.profilesOf(OAuthAuthStrategy.PROVIDER).stream()
                .filter(Profile.ApiKey.class::isInstance)
                .map(profile -> ((Profile.ApiKey) profile).key())
                .findFirst();
        Optional<Secret> key = kept.or(settings::apiKey);
        if (key.isEmpty()
                || !dialog.confirm(
                        "No OAuth app is known. Register one at Chutes for " + redirect.text() + ", with the API key "
                                + key.get().hint()
                                + (kept.isPresent() ? " that is stored?" : " of " + OAuthSettings.API_KEY + "?"),
                        true)) {
            return Optional.empty();
        }
        try {
            Client client = account.register(key.get(), redirect);
            store.update(now -> keeping(client, now));
            dialog.show("Registered the app " + client.id() + "; its secret is kept in " + store.location());
            return Optional.of(client);
        } catch (ModelException e) {
            dialog.show("The app could not be registered: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Client asked(SignInDialog dialog, Redirect redirect) {
        dialog.show(howToRegister(redirect));
        for (int tries = 0; tries < TRIES; tries++) {
            String id = dialog.ask("OAuth client id of the app (cid_…)");
            if (!id.isBlank()) {
                return new Client(id.strip(), askedSecret(dialog));
            }
        }
        throw new IllegalArgumentException(
                "No client id given; set " + OAuthSettings.CLIENT_ID + ", or answer the question for it");
    }

    private static @Nullable Secret askedSecret(SignInDialog dialog) {
        try {
            return dialog.askSecret("Client secret of the app (csc_…); just press return if it has none");
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static String howToRegister(Redirect redirect) {
        return "to sign in, an app of your own must be registered at Chutes once: in the developer settings of"
                + " https://chutes.ai, or with POST /idp/apps and an API key. Its redirect URI must be exactly "
                + redirect.text() + ". It gets a client id (cid_…) and a client secret (csc_…, shown only once).";
    }
}
