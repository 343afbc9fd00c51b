package org.clawdbot.chutes.catalog.internal;

import java.nio.file.Path;
import java.time.Duration;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.chutes.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The settings as they are used.
 *
 * @param inference the service that has the list
 * @param account the service that has the aliases, or null for none
 * @param cacheFile where the last good list is kept
 * @param timing how long things are good for, and how long they may take
 */
record CatalogSettings(Endpoint inference, @Nullable Endpoint account, Path cacheFile, LiveList.Timing timing) {

    /** How long the first callers of a process wait for a newer list than an earlier process left. */
    private static final Duration OPENING = Duration.ofSeconds(5);

    static CatalogSettings of(LiveCatalogConfig config) {
        Endpoint inference = Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, LiveModelCatalog.PID + " baseUrl");
        return new CatalogSettings(
                inference,
                Endpoint.accountOf(config.accountUrl(), inference, LiveModelCatalog.PID + " accountUrl")
                        .orElse(null),
                config.cacheFile() == null || config.cacheFile().isBlank()
                        ? StateFolder.ofProcess().resolve("catalog/" + LiveModelCatalog.PROVIDER + ".json")
                        : Path.of(config.cacheFile().strip()),
                new LiveList.Timing(
                        Duration.ofSeconds(Math.max(0, config.freshSeconds())),
                        Duration.ofSeconds(Math.max(1, config.timeoutSeconds())),
                        OPENING));
    }
}
