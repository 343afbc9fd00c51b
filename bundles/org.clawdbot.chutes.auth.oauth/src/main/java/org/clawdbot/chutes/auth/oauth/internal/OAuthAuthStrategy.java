package org.clawdbot.chutes.auth.oauth.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.auth.SignOutResult;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.Endpoint;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Authenticates with Chutes through OAuth 2.0: a stored sign-in, a stored bearer token, or the variable
 * {@code CHUTES_OAUTH_TOKEN}, in this order.
 */
@Component(name = OAuthAuthStrategy.PID)
@Designate(ocd = OAuthConfig.class)
@ModelProvider(OAuthAuthStrategy.PROVIDER)
@AuthMode(AuthMode.OAUTH)
public final class OAuthAuthStrategy implements AuthStrategy {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.auth.oauth";

    static final String PROVIDER = "chutes";
    static final String ENVIRONMENT_PROFILE = "chutes:oauth-environment";

    private final CredentialStore store;
    private final OAuthSettings settings;
    private final Surroundings around;
    private final TokenKeeper keeper;
    private final SignInFlow signIn;
    private final SignOut signOut;

    /**
     * Authenticates with what the store and the environment hold, and signs in as configured.
     *
     * @param config the settings
     * @param store where profiles are kept
     * @param environment the host's variables; those of the process where the host has no such service
     * @param http gives the shared HTTP client
     */
    @Activate
    public OAuthAuthStrategy(
            OAuthConfig config,
            @Reference(name = "store", policyOption = ReferencePolicyOption.GREEDY) CredentialStore store,
            @Reference(
                            name = "environment",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Environment environment,
            @Reference(name = "http", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<OkHttpClient> http) {
        this(
                store,
                new OAuthSettings(
                        OAuthSettings.values(config), environment == null ? Environment.ofProcess() : environment),
                Endpoint.of(config.accountUrl(), Endpoint.ACCOUNT, PID + " accountUrl"),
                http::getService,
                StateFolder.ofProcess().resolve("oauth"),
                Surroundings.ofProcess());
        keeper.start();
    }

    OAuthAuthStrategy(
            CredentialStore store,
            OAuthSettings settings,
            Endpoint account,
            Supplier<OkHttpClient> http,
            Path folder,
            Surroundings around) {
        OAuthSettings.Waiting waiting = settings.waiting();
        ChutesIdentity identity = new ChutesIdentity(http, account, waiting.request());
        AccountClient accounts = new AccountClient(http, account, waiting.request(), around.random());
        Clients clients = new Clients(store, settings, accounts);
        Revocation revocation = new Revocation(identity);
        Renewal renewal = new Renewal(store, identity, clients, new RefreshMarkers(folder, around.clock()), around);
        this.store = store;
        this.settings = settings;
        this.around = around;
        this.keeper = new TokenKeeper(store, renewal, waiting, around);
        this.signIn = new SignInFlow(
                settings,
                clients,
                identity,
                new PendingLogins(folder, around.clock()),
                new SignInEnd(store, identity, accounts, revocation, around),
                around);
        this.signOut = new SignOut(store, clients, revocation, renewal);
    }

    @Override
    public String label() {
        return "Chutes (OAuth)";
    }

    @Override
    public List<ProfileStatus> profiles() {
        List<ProfileStatus> found = new ArrayList<>();
        for (Profile profile : store.read().profilesOf(PROVIDER)) {
            if (profile instanceof Profile.OAuth oauth) {
                found.add(status(oauth));
            } else if (profile instanceof Profile.Token token) {
                found.add(status(
                        token.id(), ProfileStatus.Source.PROFILE, token.account(), token.token(), token.expiresAt()));
            }
        }
        settings.token()
                .ifPresent(token ->
                        found.add(status(ENVIRONMENT_PROFILE, ProfileStatus.Source.ENVIRONMENT, null, token, null)));
        return found;
    }

    @Override
    public Credential credential(String profileId) {
        if (profileId.equals(ENVIRONMENT_PROFILE)) {
            return settings.token()
                    .map(token -> credential(profileId, token, null))
                    .orElseThrow(() -> IdentityErrors.unknown(profileId));
        }
        Profile profile = stored(profileId).orElseThrow(() -> IdentityErrors.unknown(profileId));
        if (profile instanceof Profile.OAuth oauth) {
            return credential(keeper.fresh(oauth));
        }
        Profile.Token token = (Profile.Token) profile;
        if (token.expiresAt() != null && !around.clock().instant().isBefore(token.expiresAt())) {
            throw IdentityErrors.expired(profileId);
        }
        return credential(profileId, token.token(), token.expiresAt());
    }

    @Override
    public Optional<Credential> renew(Credential refused) {
        return stored(refused.profileId())
                .filter(Profile.OAuth.class::isInstance)
                .flatMap(profile -> keeper.renewed((Profile.OAuth) profile, refused.token()))
                .map(OAuthAuthStrategy::credential);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Options: {@code no-browser} ({@code true}) opens no browser, and without a user only begins the sign-in;
     * {@code redirect-url} finishes a sign-in that was begun before, with the address at which the browser ended.
     */
    @Override
    public SignInResult signIn(SignInRequest request, SignInDialog dialog) {
        return signIn.signIn(request, dialog);
    }

    @Override
    public Optional<ProfileStatus> refresh(String profileId) {
        if (profileId.equals(ENVIRONMENT_PROFILE) && settings.token().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(stored(profileId).orElseThrow(() -> IdentityErrors.unknown(profileId)))
                .filter(Profile.OAuth.class::isInstance)
                .map(Profile.OAuth.class::cast)
                .filter(profile -> profile.refresh() != null)
                .map(profile -> status(keeper.renewedNow(profile)));
    }

    @Override
    public Optional<SignOutResult> signOut(String profileId) {
        return signOut.signOut(profileId);
    }

    /** Ends sign-ins that wait, and lets a renewal that runs store what it got. */
    @Deactivate
    public void close() {
        around.pause().stop();
        signIn.close();
        keeper.close();
    }

    /** Stored bearer tokens are ours, too: they are what an OAuth sign-in elsewhere gave. */
    static boolean isOurs(Profile profile) {
        return profile.provider().equals(PROVIDER)
                && (profile instanceof Profile.OAuth || profile instanceof Profile.Token);
    }

    private Optional<Profile> stored(String profileId) {
        return store.read().profile(profileId).filter(OAuthAuthStrategy::isOurs);
    }

    private static ProfileStatus status(Profile.OAuth profile) {
        boolean refreshable = profile.refresh() != null;
        return new ProfileStatus(
                profile.id(),
                PROVIDER,
                AuthMode.OAUTH,
                ProfileStatus.Source.PROFILE,
                profile.account(),
                profile.access().hint(),
                // What can be renewed does not end at a time that is known.
                refreshable ? null : profile.expiresAt(),
                new ProfileStatus.Grant(profile.scopes(), profile.expiresAt(), refreshable, profile.refreshedAt()));
    }

    private static ProfileStatus status(
            String id, ProfileStatus.Source source, @Nullable String account, Secret token, @Nullable Instant end) {
        return new ProfileStatus(id, PROVIDER, AuthMode.OAUTH, source, account, token.hint(), end);
    }

    private static Credential credential(Profile.OAuth profile) {
        return credential(profile.id(), profile.access(), profile.expiresAt());
    }

    private static Credential credential(String profileId, Secret token, @Nullable Instant expiresAt) {
        return new Credential(PROVIDER, profileId, AuthMode.OAUTH, token, expiresAt);
    }
}
