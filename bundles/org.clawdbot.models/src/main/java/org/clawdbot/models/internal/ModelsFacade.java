package org.clawdbot.models.internal;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.CatalogSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Composes whatever parts are there: a reference names a provider, and the provider's catalog, strategies and transport
 * are the services with that {@code model.provider}. The only component that outlives its parts.
 */
@Component(name = ModelsFacade.PID, service = ChatModels.class)
@Designate(ocd = ModelsFacade.Config.class)
public final class ModelsFacade implements ChatModels {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.models";

    /** Which models to use. */
    @ObjectClassDefinition(
            name = "Clawdbot models",
            description = "Chooses model, credential and transport for each request.")
    public @interface Config {

        /**
         * Names the model for requests that name none.
         *
         * @return a reference or an alias
         */
        @AttributeDefinition(
                name = "Default model",
                description = "The reference or alias of the model for requests that name none.")
        String defaultModel() default "chutes/zai-org/GLM-4.7-Flash";

        /**
         * Names the models to try when one cannot answer.
         *
         * @return references or aliases
         */
        @AttributeDefinition(
                name = "Fallbacks",
                description = "References of the models to try in turn when the one asked for cannot answer.")
        String[] fallbacks() default {};

        /**
         * Names the model for requests with images.
         *
         * @return a reference or an alias, or empty
         */
        @AttributeDefinition(
                name = "Image model",
                description =
                        "The reference of the model for requests with images that name none; empty for the default.")
        String imageModel() default "";

        /**
         * Names the models to try when the image model cannot answer.
         *
         * @return references or aliases
         */
        @AttributeDefinition(
                name = "Image fallbacks",
                description = "References of the models to try in turn when the image model cannot answer.")
        String[] imageFallbacks() default {};

        /**
         * Gives short names.
         *
         * @return entries of the form {@code alias=reference}
         */
        @AttributeDefinition(name = "Aliases", description = "Short names for models, each as alias=reference.")
        String[] aliases() default {};

        /**
         * Names the providers of which only models in a trusted execution environment may be used.
         *
         * @return provider ids
         */
        @AttributeDefinition(
                name = "TEE only",
                description = "Providers of which only models in a trusted execution environment are offered and used.")
        String[] teeOnlyProviders() default {};

        /**
         * Sets the order in which profiles are tried.
         *
         * @return entries of the form {@code provider=profile,profile}
         */
        @AttributeDefinition(
                name = "Profile order",
                description = "The order in which profiles are tried, each as provider=profile,profile.")
        String[] authOrder() default {};
    }

    private final Parts<AuthStrategy> strategies = new Parts<>("AuthStrategy", AuthMode.PROPERTY);
    private final Parts<ModelCatalog> catalogs = new Parts<>("ModelCatalog", CatalogSource.PROPERTY);
    private final Parts<CompletionsTransport> transports = new Parts<>("CompletionsTransport", "");
    private final Listings listings = new Listings(catalogs);

    private volatile FacadeSettings settings;

    /**
     * Starts with these settings.
     *
     * @param config the settings
     */
    @Activate
    public ModelsFacade(Config config) {
        this(FacadeSettings.of(config));
    }

    ModelsFacade(FacadeSettings settings) {
        this.settings = settings;
    }

    @Modified
    void modified(Config config) {
        settings = FacadeSettings.of(config);
    }

    @Reference(
            name = "auth",
            service = AuthStrategy.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAuth(AuthStrategy strategy, Map<String, Object> properties) {
        strategies.add(strategy, properties);
    }

    void removeAuth(AuthStrategy strategy) {
        strategies.remove(strategy);
    }

    @Reference(
            name = "catalog",
            service = ModelCatalog.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addCatalog(ModelCatalog catalog, Map<String, Object> properties) {
        catalogs.add(catalog, properties);
    }

    void removeCatalog(ModelCatalog catalog) {
        catalogs.remove(catalog);
    }

    @Reference(
            name = "transport",
            service = CompletionsTransport.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTransport(CompletionsTransport transport, Map<String, Object> properties) {
        transports.add(transport, properties);
    }

    void removeTransport(CompletionsTransport transport) {
        transports.remove(transport);
    }

    @Override
    public ChatStream stream(ChatRequest request, Consumer<? super ChatEvent.Notice> notices) {
        return dispatch(request, notices)
                .run((transport, completion, finish) -> new FinishedChatStream(transport.stream(completion), finish));
    }

    @Override
    public ChatResult complete(ChatRequest request) {
        return dispatch(request, notice -> {})
                .run((transport, completion, finish) -> finish.apply(transport.complete(completion)));
    }

    @Override
    public ModelInfo resolve(@Nullable String model) {
        return choice(settings).resolve(model, false);
    }

    @Override
    public List<CatalogSnapshot> catalogs() {
        FacadeSettings now = settings;
        return catalogs.providers().stream()
                .map(provider -> now.visible(listings.current(provider)))
                .toList();
    }

    @Override
    public List<CatalogSnapshot> refresh() {
        FacadeSettings now = settings;
        return catalogs.providers().stream()
                .map(provider -> now.visible(listings.refresh(provider)))
                .toList();
    }

    @Override
    public ModelSelection selection() {
        return settings.selection();
    }

    @Override
    public List<ProviderStatus> providers() {
        FacadeSettings now = settings;
        return knownProviders().stream()
                .map(provider -> new ProviderStatus(
                        provider,
                        strategies.labels(provider),
                        catalogs.labels(provider).stream().findFirst().orElse(null),
                        transports.first(provider).isPresent(),
                        now.teeOnly(provider),
                        new CredentialOrder(strategies, now).statuses(provider)))
                .toList();
    }

    private SortedSet<String> knownProviders() {
        return Parts.providers(strategies, catalogs, transports);
    }

    private ModelChoice choice(FacadeSettings now) {
        return new ModelChoice(now, listings, knownProviders());
    }

    private Dispatch dispatch(ChatRequest request, Consumer<? super ChatEvent.Notice> notices) {
        FacadeSettings now = settings;
        return new Dispatch(request, notices, now, choice(now), new CredentialOrder(strategies, now), transports);
    }
}
