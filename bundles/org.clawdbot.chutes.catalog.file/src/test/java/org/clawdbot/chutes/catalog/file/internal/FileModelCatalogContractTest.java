package org.clawdbot.chutes.catalog.file.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.contracts.ModelCatalogContract;
import org.junit.jupiter.api.io.TempDir;

class FileModelCatalogContractTest extends ModelCatalogContract {

    @TempDir
    Path folder;

    @Override
    protected ModelCatalog serving(String... rows) throws IOException {
        change(rows);
        return new FileModelCatalog(folder.resolve("models.json"), Clock.systemUTC());
    }

    @Override
    protected void change(String... rows) throws IOException {
        Files.writeString(folder.resolve("models.json"), "{\"data\":[" + String.join(",", rows) + "]}");
    }

    @Override
    protected void breakSource() throws IOException {
        Files.writeString(folder.resolve("models.json"), "{\"data\": [");
    }
}
