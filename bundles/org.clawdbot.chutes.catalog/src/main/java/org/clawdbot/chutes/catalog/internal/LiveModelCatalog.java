package org.clawdbot.chutes.catalog.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import okhttp3.OkHttpClient;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.Endpoint;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The models Chutes serves now. The last good list is kept on disk, and used, with its age, while no newer one can be
 * had.
 */
@Component(name = LiveModelCatalog.PID)
@Designate(ocd = LiveModelCatalog.Config.class)
@ModelProvider(LiveModelCatalog.PROVIDER)
@CatalogSource(CatalogSource.LIVE)
public final class LiveModelCatalog implements ModelCatalog {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.catalog";

    static final String PROVIDER = "chutes";

    private static final System.Logger LOG = System.getLogger(PID);

    /** After a failure, how long to be content with what is known. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);

    /** The settings of the catalog. */
    @ObjectClassDefinition(name = "Chutes live catalog", description = "The models that Chutes.ai serves now.")
    public @interface Config {

        /**
         * Gives the address of the inference service.
         *
         * @return a base URL
         */
        @AttributeDefinition(name = "Base URL", description = "Base URL of the inference service.")
        String baseUrl() default Endpoint.INFERENCE;

        /**
         * Says how long a list is fresh.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Fresh for",
                description = "How long a list is used before it is fetched anew, in seconds.",
                min = "0")
        int freshSeconds() default 300;

        /**
         * Limits how long a fetch may take.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Timeout",
                description = "How long fetching the list may take in all, in seconds.",
                min = "1")
        int timeoutSeconds() default 20;

        /**
         * Names the file that keeps the last good list.
         *
         * @return a path, or empty for the usual place in the state folder
         */
        @AttributeDefinition(
                name = "Cache file",
                description =
                        "The file that keeps the last good list; empty for catalog/chutes.json in the state folder.")
        String cacheFile() default "";
    }

    private final ModelListClient client;
    private final LastGoodList disk;
    private final Duration freshFor;
    private final Clock clock;
    private final Object fetching = new Object();

    private volatile @Nullable KnownList known;
    private volatile Instant quietUntil = Instant.MIN;
    private volatile @Nullable ModelException lastFailure;

    /**
     * Serves the list at the configured address.
     *
     * @param config the settings
     * @param http gives the shared HTTP client
     */
    @Activate
    public LiveModelCatalog(
            Config config,
            @Reference(name = "http", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<OkHttpClient> http) {
        this(
                new ModelListClient(
                        http::getService,
                        Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, PID + " baseUrl"),
                        Duration.ofSeconds(Math.max(1, config.timeoutSeconds()))),
                config.cacheFile() == null || config.cacheFile().isBlank()
                        ? StateFolder.ofProcess().resolve("catalog/" + PROVIDER + ".json")
                        : Path.of(config.cacheFile().strip()),
                Duration.ofSeconds(Math.max(0, config.freshSeconds())),
                Clock.systemUTC());
    }

    LiveModelCatalog(ModelListClient client, Path cacheFile, Duration freshFor, Clock clock) {
        this.client = client;
        this.disk = new LastGoodList(cacheFile, client.endpoint());
        this.freshFor = freshFor;
        this.clock = clock;
    }

    @Override
    public CatalogSnapshot current() {
        KnownList usable = usable();
        if (usable != null) {
            return snapshot(usable, null);
        }
        synchronized (fetching) {
            return fetchOrLastGood();
        }
    }

    @Override
    public CatalogSnapshot refresh() {
        synchronized (fetching) {
            return snapshot(fetch(), null);
        }
    }

    /** What may be served without asking, or null. */
    private @Nullable KnownList usable() {
        KnownList list = known;
        return list != null && isFresh(list) && lastFailure == null ? list : null;
    }

    private CatalogSnapshot fetchOrLastGood() {
        if (known == null) {
            known = disk.read().orElse(null);
        }
        KnownList usable = usable();
        if (usable != null) {
            return snapshot(usable, null);
        }
        KnownList last = known;
        ModelException recent = clock.instant().isBefore(quietUntil) ? lastFailure : null;
        if (recent == null) {
            try {
                return snapshot(fetch(), null);
            } catch (ModelException e) {
                recent = e;
            }
        }
        if (last == null) {
            throw recent;
        }
        return snapshot(last, recent.getMessage());
    }

    private KnownList fetch() {
        try {
            Instant asked = clock.instant();
            byte[] body = client.fetch();
            KnownList fetched = new KnownList(client.parse(body), asked);
            known = fetched;
            lastFailure = null;
            disk.write(body, asked);
            return fetched;
        } catch (RequestCancelledException e) {
            throw e; // the caller gave up, which says nothing about the source
        } catch (ModelException e) {
            LOG.log(System.Logger.Level.INFO, "No new model list: {0}", e.getMessage());
            lastFailure = e;
            quietUntil = clock.instant().plus(PAUSE_AFTER_FAILURE);
            throw e;
        }
    }

    private boolean isFresh(KnownList list) {
        Duration age = Duration.between(list.fetchedAt(), clock.instant());
        return !age.isNegative() && age.compareTo(freshFor) < 0;
    }

    /** A list served without a problem is fresh or just fetched; any other is stale. */
    private static CatalogSnapshot snapshot(KnownList list, @Nullable String problem) {
        return new CatalogSnapshot(
                PROVIDER,
                CatalogSource.LIVE,
                list.fetchedAt(),
                problem != null,
                problem,
                list.rows().skipped(),
                list.rows().models());
    }
}
