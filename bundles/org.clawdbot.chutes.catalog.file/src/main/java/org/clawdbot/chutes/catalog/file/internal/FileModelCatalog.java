package org.clawdbot.chutes.catalog.file.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.RoutingString;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A list of models pinned in a file. Each call looks whether the file has changed, so that an edit is seen at once; while
 * somebody watches, the file is watched as well. An edit that cannot be read leaves the last good list in use and says
 * where it is wrong.
 */
@Component(name = FileModelCatalog.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileModelCatalog.Config.class)
@ModelProvider(FileModelCatalog.PROVIDER)
@CatalogSource(CatalogSource.FILE)
public final class FileModelCatalog implements ModelCatalog {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.catalog.file";

    static final String PROVIDER = "chutes";

    private static final System.Logger LOG = System.getLogger(PID);

    /** The settings of the catalog. */
    @ObjectClassDefinition(
            name = "Chutes pinned catalog",
            description = "A list of models of Chutes.ai, pinned in a file instead of fetched.")
    public @interface Config {

        /**
         * Names the file.
         *
         * @return a path
         */
        @AttributeDefinition(
                name = "File",
                description = "A JSON file in the shape of GET /v1/models, or just its rows. Required.")
        String file() default "";
    }

    private final PinnedFile pinned;
    private final FileWatch watch;

    /**
     * Serves the list in the configured file.
     *
     * @param config the settings
     */
    @Activate
    public FileModelCatalog(Config config) {
        this(
                config.file() == null || config.file().isBlank()
                        ? null
                        : Path.of(config.file().strip()).toAbsolutePath(),
                Clock.systemUTC(),
                FileWatch.POLL);
    }

    FileModelCatalog(@Nullable Path file, Clock clock, Duration poll) {
        this.pinned = new PinnedFile(file, clock);
        this.watch = new FileWatch(file, poll, this::look);
    }

    @Override
    public CatalogSnapshot current() {
        return pinned.current();
    }

    @Override
    public CatalogSnapshot refresh() {
        return pinned.refresh();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Lists separated by commas and {@code :latency} or {@code :throughput} at the end are understood as by Chutes; the
     * aliases of an account are not known here.
     */
    @Override
    public Optional<ModelInfo> find(String id) {
        return RoutingString.find(current(), id, alias -> List.of());
    }

    @Override
    public Watch watch(Consumer<CatalogSnapshot> watcher) {
        return watch.add(watcher);
    }

    /** Ends the watch of the file. */
    @Deactivate
    public void close() {
        watch.close();
    }

    private Optional<CatalogSnapshot> look() {
        try {
            return Optional.of(pinned.refreshIfChanged());
        } catch (InvalidSettingException e) {
            LOG.log(System.Logger.Level.DEBUG, "The pinned list cannot be read now: {0}", e.getMessage());
            return Optional.empty();
        }
    }
}
