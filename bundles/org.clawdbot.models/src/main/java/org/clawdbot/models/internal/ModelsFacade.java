package org.clawdbot.models.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.catalog.CatalogListener;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.host.FirstUse;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.api.observation.ChatObserver;
import org.clawdbot.api.observation.ObservedRequest;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.api.usage.BudgetStatus;
import org.clawdbot.api.usage.UsageLedger;
import org.clawdbot.api.usage.UsageTotal;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
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
@Component(
        name = ModelsFacade.PID,
        service = {ChatModels.class, UsageLedger.class, SelfCheck.class})
@Designate(ocd = ModelsFacade.Config.class)
public final class ModelsFacade implements ChatModels, UsageLedger, SelfCheck {

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
         * Names the models that may be used.
         *
         * @return references
         */
        @AttributeDefinition(
                name = "Allowed models",
                description = "References of the models that may be used besides the default, the fallbacks and those"
                        + " with an alias; empty for all.")
        String[] allowedModels() default {};

        /**
         * Sets the order in which profiles are tried.
         *
         * @return entries of the form {@code provider=profile,profile}
         */
        @AttributeDefinition(
                name = "Profile order",
                description = "The order in which profiles are tried, each as provider=profile,profile.")
        String[] authOrder() default {};

        /**
         * Sets the first rest of a credential without quota or money.
         *
         * @return hours
         */
        @AttributeDefinition(
                name = "Billing back-off",
                description =
                        "How long a credential without quota or money rests, in hours, where the provider does not"
                                + " say; twice as long each further time.")
        double billingBackoffHours() default 5;

        /**
         * Sets the first rest of a credential without quota or money for some providers.
         *
         * @return entries of the form {@code provider=hours}
         */
        @AttributeDefinition(
                name = "Billing back-off by provider",
                description = "The same for some providers, each as provider=hours.")
        String[] billingBackoffHoursByProvider() default {};

        /**
         * Limits the rest of a credential without quota or money.
         *
         * @return hours
         */
        @AttributeDefinition(
                name = "Longest billing back-off",
                description = "The longest rest of a credential without quota or money, in hours.")
        double billingMaxHours() default 24;

        /**
         * Sets how long failures are remembered.
         *
         * @return hours
         */
        @AttributeDefinition(
                name = "Failure window",
                description = "After how many hours without another one a failure is forgotten.")
        double failureWindowHours() default 24;

        /**
         * Limits what may be spent a day.
         *
         * @return US dollars, or empty
         */
        @AttributeDefinition(
                name = "Budget a day",
                description = "How many US dollars may be spent a day by the calendar of UTC; empty for any amount.")
        String budgetUsdPerDay() default "";

        /**
         * Limits what may be spent a month.
         *
         * @return US dollars, or empty
         */
        @AttributeDefinition(
                name = "Budget a month",
                description = "How many US dollars may be spent a month by the calendar of UTC; empty for any amount.")
        String budgetUsdPerMonth() default "";

        /**
         * Limits how long a request waits for a part that has just gone.
         *
         * @return seconds, 0 for not at all
         */
        @AttributeDefinition(
                name = "Handover",
                description = "How long a part that has just gone is waited for by requests that need it, in seconds;"
                        + " 0 for not at all.",
                min = "0")
        int handoverSeconds() default 2;

        /**
         * Names the folder for usage and cooldowns.
         *
         * @return a path, or empty for the state folder
         */
        @AttributeDefinition(
                name = "Folder",
                description =
                        "The folder that keeps the usage and the cooldowns of models; empty for the state folder.")
        String folder() default "";
    }

    private static final System.Logger LOG = System.getLogger(PID);

    /** Long enough to reach the network for the first time, and short beside what most models need to begin to answer. */
    private static final Duration FIRST_USE = Duration.ofMillis(300);

    private final Handover handover = new Handover(System::nanoTime);
    private final Parts<AuthStrategy> strategies =
            new Parts<>("AuthStrategy", AuthMode.PROPERTY, Parts.Succession.SAME_LABEL, handover);
    private final Parts<ModelCatalog> catalogs =
            new Parts<>("ModelCatalog", CatalogSource.PROPERTY, Parts.Succession.ANY, handover);
    private final Parts<CompletionsTransport> transports =
            new Parts<>("CompletionsTransport", "component.name", Parts.Succession.ANY, handover);
    private final Providers providers = new Providers(List.of(strategies, catalogs, transports), handover);
    private final Observers observers = new Observers();
    private final FirstUse firstUse = new FirstUse(OwnClasses::load, FIRST_USE);
    private final Later later;
    private final Later writer;
    private final Cooldowns cooldowns;
    private final Ledger ledger;
    private final Exchange.Shared shared;
    private final CatalogNews news;
    private final Listings listings;

    private volatile Decisions decisions;
    private volatile @Nullable CredentialStore credentials;
    private volatile List<SelectionProblem> reported = List.of();

    /**
     * Starts with these settings.
     *
     * @param config the settings
     */
    @Activate
    public ModelsFacade(Config config) {
        this(
                FacadeSettings.of(config),
                config.folder() == null || config.folder().isBlank()
                        ? StateFolder.ofProcess().path()
                        : Path.of(config.folder().strip()),
                new Background("clawdbot-catalog-news"),
                new Background("clawdbot-records"),
                Clock.systemUTC());
    }

    ModelsFacade(FacadeSettings settings, Path folder, Later later, Later writer, Clock clock) {
        this.later = later;
        this.writer = writer;
        this.cooldowns = new Cooldowns(
                new FitnessRecords(new ModelCooldownFile(folder.resolve("cooldowns.json"), clock), writer),
                new FitnessRecords(new ProfileRecords(() -> credentials), writer),
                () -> settings().cooldowns(),
                clock);
        this.ledger = new Ledger(folder.resolve("usage"), writer, clock);
        this.shared =
                new Exchange.Shared(cooldowns, new Conversations(), ledger, new LimitWatch(clock), handover, clock);
        this.news = new CatalogNews(catalogs, later, this::reportSelection);
        this.listings = news.listings();
        this.decisions = decided(settings);
    }

    private Decisions decided(FacadeSettings settings) {
        return new Decisions(
                settings,
                new ModelChoice(settings, new Rules(settings), listings, providers),
                new CredentialOrder(strategies, settings, () -> credentials, cooldowns::lastUsed),
                new Budget(settings.budget(), ledger));
    }

    private FacadeSettings settings() {
        return decisions.settings();
    }

    /** Lets requests that have begun go on to their end, and answers who still asks as long as its last parts do. */
    @Deactivate
    void deactivate() {
        OwnClasses.load();
        close();
    }

    void close() {
        handover.end();
        later.close();
        news.close();
        writer.finish(() -> {
            cooldowns.flush();
            ledger.flush();
        });
    }

    @Modified
    void modified(Config config) {
        decisions = decided(FacadeSettings.of(config));
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

    void updatedAuth(AuthStrategy strategy, Map<String, Object> properties) {
        strategies.update(strategy, properties);
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
        news.catalogsChanged();
    }

    void updatedCatalog(ModelCatalog catalog, Map<String, Object> properties) {
        catalogs.update(catalog, properties);
        news.catalogsChanged();
    }

    void removeCatalog(ModelCatalog catalog) {
        catalogs.remove(catalog);
        news.catalogsChanged();
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

    void updatedTransport(CompletionsTransport transport, Map<String, Object> properties) {
        transports.update(transport, properties);
    }

    void removeTransport(CompletionsTransport transport) {
        transports.remove(transport);
    }

    @Reference(
            name = "listener",
            service = CatalogListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(CatalogListener listener) {
        news.add(listener);
    }

    void removeListener(CatalogListener listener) {
        news.remove(listener);
    }

    @Reference(
            name = "credentials",
            service = CredentialStore.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setCredentials(CredentialStore store) {
        credentials = store;
    }

    void unsetCredentials(CredentialStore store) {
        if (credentials == store && !handover.isOver()) {
            credentials = null;
        }
    }

    @Reference(
            name = "observer",
            service = ChatObserver.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addObserver(ChatObserver observer) {
        observers.add(observer);
    }

    void removeObserver(ChatObserver observer) {
        observers.remove(observer);
    }

    @Override
    public ChatStream stream(ChatRequest request, Consumer<? super ChatEvent.Notice> listener) {
        return firstUse.run(() -> dispatch(request, listener, true).stream());
    }

    @Override
    public ChatResult complete(ChatRequest request) {
        return firstUse.run(() -> dispatch(request, notice -> {}, false).complete());
    }

    @Override
    public ModelInfo resolve(@Nullable String model) {
        return decisions.models().resolve(model, false);
    }

    @Override
    public List<CatalogSnapshot> catalogs() {
        return allCatalogs().stream().map(decisions.models().rules()::visible).toList();
    }

    @Override
    public List<CatalogSnapshot> allCatalogs() {
        return listedProviders().stream().map(listings::current).toList();
    }

    @Override
    public List<CatalogSnapshot> knownCatalogs() {
        return catalogs.providers().stream()
                .map(listings::beforeRefresh)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<CatalogSnapshot> refresh() {
        Decisions now = decisions;
        awaitCatalogs(now.settings().handover());
        SortedSet<String> listed = listedProviders();
        if (listed.isEmpty()) {
            throw Listings.noSource("any models", ErrorDetails.NONE);
        }
        Rules rules = now.models().rules();
        return listed.stream()
                .map(provider -> rules.visible(listings.refresh(provider)))
                .toList();
    }

    private void awaitCatalogs(Duration patience) {
        for (String provider : handover.providers(patience)) {
            if (catalogs.first(provider).isEmpty()) {
                try {
                    handover.await(provider, patience, handover.arrivals());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new RequestCancelledException(
                            "The refresh was cancelled", ErrorDetails.ofProvider(provider), e);
                }
            }
        }
    }

    @Override
    public ModelSelection selection() {
        return settings().selection();
    }

    @Override
    public List<SelectionProblem> selectionProblems() {
        Decisions now = decisions;
        return new SelectionCheck(now.settings().selection(), now.models(), listings).problems();
    }

    /** Logs what is no longer as the configuration means it to be. */
    private void reportSelection() {
        List<SelectionProblem> problems = selectionProblems();
        problems.stream()
                .filter(problem -> !reported.contains(problem))
                .forEach(problem ->
                        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", problem.setting(), problem.message()));
        reported = problems;
    }

    @Override
    public List<ProviderStatus> providers() {
        Decisions now = decisions;
        return providers.there().stream()
                .map(provider -> new ProviderStatus(
                        provider,
                        strategies.labels(provider),
                        catalogs.labels(provider).stream().findFirst().orElse(null),
                        transports.first(provider).isPresent(),
                        now.settings().teeOnly(provider),
                        now.credentials().statuses(provider)))
                .toList();
    }

    @Override
    public List<Cooldown> cooldowns() {
        return cooldowns.all();
    }

    @Override
    public void clearCooldowns() {
        cooldowns.clear();
    }

    @Override
    public List<UsageTotal> totals(LocalDate since) {
        try {
            return ledger.since(since);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<BudgetStatus> budgets() {
        try {
            return decisions.budget().statuses();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String topic() {
        return "settings";
    }

    @Override
    public boolean remote() {
        return false;
    }

    /** Only who reads the settings knows which of them mean nothing. */
    @Override
    public List<Finding> run() {
        return settings().problems().stream()
                .map(problem -> Finding.fail(problem, "Mend the settings of " + PID))
                .toList();
    }

    /** A catalog that is away for a moment is not missed as long as the rest of its provider is there. */
    private SortedSet<String> listedProviders() {
        SortedSet<String> listed = providers.there();
        listed.removeIf(provider ->
                catalogs.first(provider).isEmpty() && listings.known(provider).isEmpty());
        return listed;
    }

    private Dispatch dispatch(ChatRequest request, Consumer<? super ChatEvent.Notice> listener, boolean streaming) {
        Decisions now = decisions;
        return new Dispatch(Exchange.begin(
                request,
                listener,
                now,
                transports,
                shared,
                observers.started(
                        () -> new ObservedRequest(request, now.models().asked(request), streaming))));
    }
}
