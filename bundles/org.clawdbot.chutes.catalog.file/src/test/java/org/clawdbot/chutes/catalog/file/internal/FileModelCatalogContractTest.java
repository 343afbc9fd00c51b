package org.clawdbot.chutes.catalog.file.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.contracts.ModelCatalogContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileModelCatalogContractTest extends ModelCatalogContract {

    @TempDir
    Path folder;

    private FileModelCatalog catalog;

    @AfterEach
    void stop() {
        catalog.close();
    }

    @Override
    protected void comeBy() {
        // The file is watched: to change it is enough.
    }

    @Override
    protected ModelCatalog serving(String... rows) throws IOException {
        change(rows);
        catalog = new FileModelCatalog(folder.resolve("models.json"), Clock.systemUTC(), Duration.ofMillis(20));
        return catalog;
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
