package org.example.harbour;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** A catalog as somebody else writes it with nothing but CONTRIBUTING.md at hand. */
@Component
@ModelProvider("chutes")
@CatalogSource("harbour")
@ServiceRanking(100)
public final class HarbourCatalog implements ModelCatalog {

    private static final byte[] ROWS =
            """
            [{"id": "harbour/Pilot-1", "confidential_compute": true, "context_length": 4096}]"""
                    .getBytes(StandardCharsets.UTF_8);

    private final Instant readAt = Instant.now();

    @Override
    public CatalogSnapshot current() {
        try {
            ModelList list = ModelList.parse("chutes", ROWS).orElseThrow();
            return new CatalogSnapshot("chutes", "harbour", readAt, false, null, list.skipped(), list.models());
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CatalogSnapshot refresh() {
        return current();
    }
}
