package org.clawdbot.chutes.auth.apikey.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.Endpoint;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Authenticates with Chutes through an API key: a stored profile, the variable {@code CHUTES_API_KEY}, or the
 * configuration, in this order.
 */
@Component(name = ApiKeyAuthStrategy.PID)
@Designate(ocd = ApiKeyAuthStrategy.Config.class)
@ModelProvider(ApiKeyAuthStrategy.PROVIDER)
@AuthMode(AuthMode.API_KEY)
public final class ApiKeyAuthStrategy implements AuthStrategy {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.auth.apikey";

    static final String PROVIDER = "chutes";
    static final String VARIABLE = "CHUTES_API_KEY";
    static final String DEFAULT_PROFILE = "chutes:default";
    static final String ENVIRONMENT_PROFILE = "chutes:environment";
    static final String CONFIGURATION_PROFILE = "chutes:configuration";

    private static final String KEYS = "https://chutes.ai/app/api";

    /** Chutes keys: {@code cpk_}, two ids in hexadecimal and a secret, joined by dots. */
    private static final Pattern SHAPE = Pattern.compile("cpk_[a-f0-9]{32}\\.[a-f0-9]{32}\\.[a-zA-Z0-9]{32}");

    /** The settings of the strategy. */
    @ObjectClassDefinition(name = "Chutes API key", description = "Authenticates with Chutes.ai through an API key.")
    public @interface Config {

        /**
         * Gives a key to use where no profile is stored.
         *
         * @return the key, or empty
         */
        @AttributeDefinition(
                name = "API key",
                description = "A key to use where no profile is stored and CHUTES_API_KEY is not set.",
                type = AttributeType.PASSWORD)
        String _apiKey() default "";

        /**
         * Gives the address of the account service, which checks keys at sign-in.
         *
         * @return a base URL, or empty for that of Chutes, or for none where the inference service is another one
         */
        @AttributeDefinition(
                name = "Account URL",
                description =
                        "Base URL of the account service, which checks keys at sign-in. Empty for that of Chutes; "
                                + "where baseUrl is another server's, empty for none: its keys are not shown to Chutes.")
        String accountUrl() default "";

        /**
         * Gives the address of the inference service, which checks keys that may not read the account.
         *
         * @return a base URL
         */
        @AttributeDefinition(
                name = "Base URL",
                description = "Base URL of the inference service, which checks keys that may not read the account.")
        String baseUrl() default Endpoint.INFERENCE;
    }

    private final CredentialStore store;
    private final Environment environment;
    private final @Nullable Secret configured;
    private final KeyCheck check;

    /**
     * Authenticates with what the store, the environment and the configuration hold.
     *
     * @param config the settings
     * @param store where profiles are kept
     * @param environment the host's variables; those of the process where the host has no such service
     * @param http gives the shared HTTP client
     */
    @Activate
    public ApiKeyAuthStrategy(
            Config config,
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
                environment == null ? Environment.ofProcess() : environment,
                secret(config._apiKey()).orElse(null),
                keyCheck(http::getService, config));
    }

    ApiKeyAuthStrategy(CredentialStore store, Environment environment, @Nullable Secret configured, KeyCheck check) {
        this.store = store;
        this.environment = environment;
        this.configured = configured;
        this.check = check;
    }

    @Override
    public String label() {
        return "Chutes API key";
    }

    @Override
    public List<ProfileStatus> profiles() {
        List<ProfileStatus> profiles = new ArrayList<>();
        for (Candidate found : candidates()) {
            profiles.add(new ProfileStatus(
                    found.profileId(),
                    PROVIDER,
                    AuthMode.API_KEY,
                    found.source(),
                    found.account(),
                    found.key().hint(),
                    null));
        }
        return List.copyOf(profiles);
    }

    @Override
    public Credential credential(String profileId) {
        return new Credential(
                PROVIDER,
                profileId,
                AuthMode.API_KEY,
                requireCandidate(profileId).key(),
                null);
    }

    /** A key is what it is: there is no other one to try under the same name. */
    @Override
    public Optional<Credential> renew(Credential refused) {
        return Optional.empty();
    }

    @Override
    public SignInResult signIn(SignInRequest request, SignInDialog dialog) {
        Secret key = KeyText.clean(request.secret() == null ? ask(dialog) : request.secret());
        List<String> notes = new ArrayList<>();
        if (!SHAPE.matcher(key.reveal()).matches()) {
            notes.add("The key does not look like a Chutes key, which begins with cpk_");
        }
        String account = request.verify() ? check.verify(key) : null;
        String id = request.profileId() == null ? DEFAULT_PROFILE : request.profileId();
        store.update(credentials -> credentials.with(new Profile.ApiKey(id, PROVIDER, key, account)));
        return new SignInResult(id, AuthMode.API_KEY, request.verify(), account, notes);
    }

    /** A key does not expire, so there is nothing to renew. */
    @Override
    public Optional<ProfileStatus> refresh(String profileId) {
        requireCandidate(profileId);
        return Optional.empty();
    }

    @Override
    public Optional<SignOutResult> signOut(String profileId) {
        boolean[] found = new boolean[1];
        store.update(credentials -> {
            found[0] = credentials
                    .profile(profileId)
                    .filter(ApiKeyAuthStrategy::isOurs)
                    .isPresent();
            return found[0] ? credentials.without(profileId) : credentials;
        });
        return found[0]
                ? Optional.of(new SignOutResult(
                        profileId,
                        SignOutResult.Revocation.UNSUPPORTED,
                        "Chutes still accepts the key; delete it at " + KEYS + " if nobody uses it any more"))
                : Optional.empty();
    }

    private Candidate requireCandidate(String profileId) {
        for (Candidate found : candidates()) {
            if (found.profileId().equals(profileId)) {
                return found;
            }
        }
        throw new SignInRequiredException(
                "no-credential",
                "There is no Chutes API key \"" + profileId + "\"; run `clawdbot onboard --chutes-api-key KEY`",
                ErrorDetails.ofProvider(PROVIDER).withProfile(profileId),
                null);
    }

    private static KeyCheck keyCheck(Supplier<OkHttpClient> http, Config config) {
        Endpoint inference = Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, PID + " baseUrl");
        Endpoint account = Endpoint.accountOf(config.accountUrl(), inference, PID + " accountUrl")
                .orElse(null);
        return new KeyCheck(http, account, inference);
    }

    private static Secret ask(SignInDialog dialog) {
        if (!dialog.interactive()) {
            throw new IllegalArgumentException("No API key given: pass --chutes-api-key KEY or set " + VARIABLE);
        }
        return dialog.askSecret("Chutes API key (cpk_…)");
    }

    /** What can be used; a store that cannot be read matters only where there is nothing else. */
    private List<Candidate> candidates() {
        List<Candidate> found = new ArrayList<>();
        CredentialStoreException unreadable = null;
        try {
            addStored(found);
        } catch (CredentialStoreException e) {
            unreadable = e;
        }
        environment
                .get(VARIABLE)
                .flatMap(ApiKeyAuthStrategy::secret)
                .ifPresent(key -> add(found, ENVIRONMENT_PROFILE, ProfileStatus.Source.ENVIRONMENT, key));
        if (configured != null) {
            add(found, CONFIGURATION_PROFILE, ProfileStatus.Source.CONFIGURATION, configured);
        }
        if (unreadable != null && found.isEmpty()) {
            throw unreadable;
        }
        return found;
    }

    private void addStored(List<Candidate> found) {
        for (Profile profile : store.read().profilesOf(PROVIDER)) {
            if (profile instanceof Profile.ApiKey key) {
                found.add(new Candidate(key.id(), ProfileStatus.Source.PROFILE, key.key(), key.account()));
            }
        }
    }

    /** The same key under two names would only be refused twice. */
    private static void add(List<Candidate> found, String id, ProfileStatus.Source source, Secret key) {
        if (found.isEmpty() || found.stream().noneMatch(other -> other.key().equals(key))) {
            found.add(new Candidate(id, source, key, null));
        }
    }

    private static boolean isOurs(Profile profile) {
        return profile instanceof Profile.ApiKey && profile.provider().equals(PROVIDER);
    }

    private static Optional<Secret> secret(@Nullable String text) {
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(KeyText.clean(Secret.of(text)));
    }

    /** A key and where it was found. */
    private record Candidate(String profileId, ProfileStatus.Source source, Secret key, @Nullable String account) {}
}
