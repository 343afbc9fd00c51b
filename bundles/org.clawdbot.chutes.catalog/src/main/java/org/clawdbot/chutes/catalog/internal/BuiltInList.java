package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/**
 * The few models that this bundle brings along, for somebody who never reached the list and yet must name a model. They
 * carry no price and no claim of a trusted execution environment: both may be others by now.
 */
final class BuiltInList {

    private static final String RESOURCE = "built-in-models.json";

    private BuiltInList() {}

    static CatalogSnapshot snapshot(String problem) {
        try (InputStream in = BuiltInList.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            byte[] content = in.readAllBytes();
            Map<String, @Nullable Object> document =
                    Json.object(Json.parse(content)).orElse(Map.of());
            Instant asOf = Json.text(document, "asOf").map(Instant::parse).orElse(Instant.EPOCH);
            ModelList list = ModelList.parse(LiveModelCatalog.PROVIDER, content).orElseThrow();
            return new CatalogSnapshot(
                    LiveModelCatalog.PROVIDER,
                    CatalogSource.BUILT_IN,
                    asOf,
                    true,
                    problem + "; these few models are built in, and Chutes may not serve them any more",
                    list.skipped(),
                    list.models());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonException e) {
            throw new IllegalStateException(RESOURCE + " is broken", e);
        }
    }
}
