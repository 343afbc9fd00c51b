package org.clawdbot.chutes.catalog.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.catalog.internal.ModelListClient.Fetched;
import org.clawdbot.chutes.wire.RoutingString;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The models Chutes serves now. The last good list is kept on disk, and used, with its age, while no newer one can be
 * had.
 */
@Component(name = LiveModelCatalog.PID)
@Designate(ocd = LiveCatalogConfig.class)
@ModelProvider(LiveModelCatalog.PROVIDER)
@CatalogSource(CatalogSource.LIVE)
public final class LiveModelCatalog implements ModelCatalog {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.catalog";

    static final String PROVIDER = "chutes";

    private static final System.Logger LOG = System.getLogger(PID);
    private static final Duration ALIASES_TIMEOUT = Duration.ofSeconds(5);

    private final Workers workers = new Workers();
    private final List<Consumer<CatalogSnapshot>> watchers = new CopyOnWriteArrayList<>();
    private final Calls listCalls;
    private final Calls aliasCalls;
    private final ModelListClient client;
    private final LastGoodList disk;
    private final SignedIn signedIn;
    private final AccountAliases aliases;
    private final LiveList list;
    private final Clock clock;

    /**
     * Dynamic, unlike other references, because the list is public: a strategy that comes or goes is no reason to throw
     * away a list that is known, and with it the catalog that the rest of the host works with.
     */
    @Reference(
            name = "auth",
            target = "(" + ModelProvider.PROPERTY + "=" + PROVIDER + ")",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<AuthStrategy> strategies = List.of();

    /**
     * Serves the list at the configured address.
     *
     * @param config the settings
     * @param http gives the shared HTTP client
     */
    @Activate
    public LiveModelCatalog(
            LiveCatalogConfig config,
            @Reference(name = "http", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<OkHttpClient> http) {
        this(CatalogSettings.of(config), http::getService, Clock.systemUTC());
    }

    LiveModelCatalog(CatalogSettings settings, Supplier<OkHttpClient> http, Clock clock) {
        this.clock = clock;
        this.listCalls = new Calls(http, settings.timing().fetch());
        this.aliasCalls = new Calls(http, ALIASES_TIMEOUT);
        this.client = new ModelListClient(listCalls, settings.inference());
        this.disk = new LastGoodList(settings.cacheFile(), settings.inference());
        this.signedIn = new SignedIn(() -> strategies, workers);
        this.aliases = new AccountAliases(aliasCalls, settings.account(), signedIn::apiKey, clock);
        this.list = new LiveList(this::fetch, disk, settings.timing(), clock, workers, this::listening);
    }

    /** Takes strategies as the container would give them. */
    LiveModelCatalog signedInWith(AuthStrategy... now) {
        strategies = List.of(now);
        return this;
    }

    @Override
    public CatalogSnapshot current() {
        return list.current();
    }

    @Override
    public Optional<CatalogSnapshot> known() {
        return list.lastKnown();
    }

    @Override
    public CatalogSnapshot refresh() {
        return list.refresh();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Chutes routes lists separated by commas, aliases of the account and {@code :latency} or {@code :throughput} at the
     * end to pools; see {@link RoutingString}. Aliases are asked for only where a name is not listed.
     */
    @Override
    public Optional<ModelInfo> find(String id) {
        CatalogSnapshot now = current();
        Optional<ModelInfo> found = RoutingString.find(now, id, aliases::chutesOf);
        ModelException failure = list.lastFailure();
        if (found.isEmpty() && failure != null && now.source().equals(CatalogSource.BUILT_IN)) {
            throw failure; // that a model is not built in says nothing about it
        }
        return found;
    }

    @Override
    public Watch watch(Consumer<CatalogSnapshot> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Breaks off what runs, and leaves no thread behind. */
    @Deactivate
    public void close() {
        listCalls.close();
        aliasCalls.close();
        workers.close();
    }

    private KnownList fetch(@Nullable KnownList before) {
        Credential credential = signedIn.credential().orElse(null);
        try {
            return fetch(before, credential, null);
        } catch (SignInRequiredException refused) {
            if (credential == null) {
                throw refused;
            }
            LOG.log(System.Logger.Level.INFO, "Fetching the model list without a credential: {0}", refused.code());
            return fetch(
                    before,
                    null,
                    "fetched without the credential " + credential.profileId() + ": " + refused.getMessage());
        }
    }

    private KnownList fetch(@Nullable KnownList before, @Nullable Credential credential, @Nullable String note) {
        Instant asked = clock.instant();
        Validator validator = before == null ? Validator.NONE : before.validator();
        Optional<Fetched> fetched = client.fetch(validator, credential, of -> disk.begin(asked, of));
        if (fetched.isPresent()) {
            Fetched answer = fetched.get();
            return new KnownList(answer.rows(), asked, answer.validator(), note);
        }
        if (before == null) {
            throw new IllegalStateException("nothing is known that could be confirmed");
        }
        disk.confirm(asked, before.validator());
        return before.confirmed(asked, note);
    }

    private Consumer<CatalogSnapshot> listening() {
        List<Consumer<CatalogSnapshot>> now = List.copyOf(watchers);
        return arrived -> now.forEach(watcher -> tell(watcher, arrived));
    }

    private static void tell(Consumer<CatalogSnapshot> watcher, CatalogSnapshot arrived) {
        try {
            watcher.accept(arrived);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A watcher of the model list failed", e);
        }
    }
}
