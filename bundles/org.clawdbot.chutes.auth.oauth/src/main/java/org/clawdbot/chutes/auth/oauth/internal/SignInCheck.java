package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.host.Environment;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Checks what signing in with the browser needs: app, secret, scopes and a free port for the way back. */
@Component(name = SignInCheck.NAME, configurationPid = OAuthAuthStrategy.PID)
public final class SignInCheck implements SelfCheck {

    static final String NAME = "org.clawdbot.chutes.auth.oauth.check";

    private static final String LOGIN = "clawdbot models auth login --provider chutes --method oauth";

    private final CredentialStore store;
    private final OAuthSettings settings;

    /**
     * Checks the settings of the strategy.
     *
     * @param config the settings, shared with the strategy
     * @param store where profiles and apps are kept
     * @param environment the host's variables; those of the process where the host has no such service
     */
    @Activate
    public SignInCheck(
            OAuthConfig config,
            @Reference(name = "store", policyOption = ReferencePolicyOption.GREEDY) CredentialStore store,
            @Reference(
                            name = "environment",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Environment environment) {
        this(
                store,
                new OAuthSettings(
                        OAuthSettings.values(config), environment == null ? Environment.ofProcess() : environment));
    }

    SignInCheck(CredentialStore store, OAuthSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    @Override
    public String topic() {
        return "sign-in";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        Credentials stored;
        try {
            stored = store.read();
        } catch (CredentialStoreException unreadable) {
            return List.of(); // the check of the credentials tells
        }
        Optional<Client> app = Clients.knownNow(settings, stored);
        List<Finding> findings = new ArrayList<>();
        if (app.isEmpty()) {
            findings.add(Finding.ok("No OAuth app is set up; that only matters to who signs in with the browser"));
        } else {
            app(app.get(), findings);
            redirect(findings);
        }
        stored.profilesOf(OAuthAuthStrategy.PROVIDER).stream()
                .filter(Profile.OAuth.class::isInstance)
                .forEach(profile -> scopes((Profile.OAuth) profile, findings));
        return findings;
    }

    private static void app(Client app, List<Finding> findings) {
        findings.add(
                app.secret() == null
                        ? Finding.warn(
                                "No client secret is known for the OAuth app " + app.id()
                                        + "; Chutes asks for it unless the app is public",
                                "export " + OAuthSettings.CLIENT_SECRET + "=csc_…")
                        : Finding.ok("The OAuth app " + app.id() + " and its secret are known"));
    }

    private void redirect(List<Finding> findings) {
        Redirect redirect;
        try {
            redirect = settings.redirect();
        } catch (InvalidSettingException unusable) {
            findings.add(Finding.fail(String.valueOf(unusable.getMessage()), "Set " + unusable.setting()));
            return;
        }
        Optional<InetAddress> address = redirect.listenable();
        if (address.isEmpty()) {
            findings.add(Finding.ok("The browser comes back to " + redirect.text()
                    + ", which is a name; its address is pasted by hand"));
            return;
        }
        try (ServerSocket probe = new ServerSocket(redirect.port(), 1, address.get())) {
            findings.add(Finding.ok("The port " + probe.getLocalPort() + " is free for the browser to come back to"));
        } catch (IOException taken) {
            findings.add(Finding.warn(
                    "The port " + redirect.port() + ", to which the browser comes back, cannot be had: "
                            + taken.getMessage(),
                    "Free it, set another address with " + OAuthSettings.REDIRECT_URI + ", or sign in with: " + LOGIN
                            + " --no-browser"));
        }
    }

    private void scopes(Profile.OAuth profile, List<Finding> findings) {
        List<String> lacking = new ArrayList<>(settings.scopes());
        lacking.removeAll(profile.scopes());
        if (!profile.scopes().isEmpty() && !lacking.isEmpty()) {
            findings.add(Finding.warn(
                    "The sign-in " + profile.id() + " was not granted the scopes " + String.join(" ", lacking), LOGIN));
        }
    }
}
