package org.clawdbot.chutes.catalog.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.error.InvalidSettingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelCatalogTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private Path file;
    private FileModelCatalog catalog;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("models.json");
        catalog = new FileModelCatalog(file, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void acceptsBareRowsAndSaysWhereTheListIsFrom() throws IOException {
        Files.writeString(file, "[{\"id\":\"a\"},{\"id\":\"b\"}]");

        CatalogSnapshot snapshot = catalog.current();

        assertThat(snapshot.models()).containsOnlyKeys("a", "b");
        assertThat(snapshot.source()).isEqualTo("file");
        assertThat(snapshot.fetchedAt()).isEqualTo(NOW);
    }

    @Test
    void seesAnEditWithoutBeingAsked() throws IOException {
        Files.writeString(file, "[{\"id\":\"a\"}]");
        catalog.current();
        Files.writeString(file, "[{\"id\":\"a\"},{\"id\":\"b\"}]");

        assertThat(catalog.current().models()).containsOnlyKeys("a", "b");
    }

    @Test
    void aBadEditKeepsTheLastGoodListAndSaysLineAndColumn() throws IOException {
        Files.writeString(file, "[{\"id\":\"a\"}]");
        catalog.current();
        Files.writeString(file, "[\n  {\"id\": oops}\n]");

        CatalogSnapshot kept = catalog.current();

        assertThat(kept.models()).containsOnlyKeys("a");
        assertThat(kept.stale()).isTrue();
        assertThat(kept.problem()).contains("line 2", "column").doesNotContain("oops");

        Files.writeString(file, "[{\"id\":\"mended\"}]");
        assertThat(catalog.current().models()).containsOnlyKeys("mended");
        assertThat(catalog.current().problem()).isNull();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(catalog::current)
                .withMessageContaining(file.toString())
                .withMessageContaining("does not exist");
    }

    @Test
    void aFileThatHoldsNoListIsNamed() throws IOException {
        Files.writeString(file, "{\"data\": 7}");

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(catalog::current)
                .withMessageContaining("neither rows nor \"data\"");
    }

    @Test
    void anEmptyConfigurationIsAsGoodAsNone() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> new FileModelCatalog(null, Clock.systemUTC()).current())
                .withMessageContaining("names no file");
    }
}
