package org.clawdbot.chutes.catalog.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.error.InvalidSettingException;
import org.junit.jupiter.api.AfterEach;
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
        catalog = new FileModelCatalog(file, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
        catalog.close();
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
        assertThat(kept.problem()).contains(file.toString(), "line 2", "column").doesNotContain("oops");

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
                .isThrownBy(() -> new FileModelCatalog(null, Clock.systemUTC(), Duration.ofSeconds(1)).current())
                .withMessageContaining("names no file");
    }

    @Test
    void acceptsAByteOrderMark() throws IOException {
        Files.writeString(file, "\uFEFF[{\"id\":\"a\"}]");

        assertThat(catalog.current().models()).containsOnlyKeys("a");
    }

    @Test
    void aFileWithoutEndIsNotRead() throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(new byte[] {' '}), 1L << 32);
        }

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(catalog::current)
                .withMessageContaining("larger than 16 MiB");
    }

    @Test
    void aFileThatAppearsLaterIsUsed() throws Exception {
        file = folder.resolve("later/models.json");
        catalog = new FileModelCatalog(file, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(20));
        BlockingQueue<CatalogSnapshot> heard = new LinkedBlockingQueue<>();
        catalog.watch(heard::add);
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(catalog::current);

        Files.createDirectory(folder.resolve("later"));
        Files.writeString(file, "[{\"id\":\"a\"}]");

        assertThat(next(heard)).containsOnlyKeys("a");
        assertThat(catalog.current().models()).containsOnlyKeys("a");
    }

    /** Editors write a new file and rename it; the file may even be gone for a moment. */
    @Test
    void aFileThatIsReplacedIsReadAgain() throws Exception {
        Files.writeString(file, "[{\"id\":\"a\"}]");
        BlockingQueue<CatalogSnapshot> heard = new LinkedBlockingQueue<>();
        catalog.watch(heard::add);

        Path draft = folder.resolve("models.json.swp");
        Files.writeString(draft, "[{\"id\":\"b\"}]");
        Files.setLastModifiedTime(draft, Files.getLastModifiedTime(file));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(next(heard)).as("of the same size and time").containsOnlyKeys("b");

        Files.delete(file);
        assertThat(catalog.current().problem()).contains("does not exist");
        Files.writeString(file, "[{\"id\":\"c\"}]");
        assertThat(next(heard)).containsOnlyKeys("c");
    }

    @Test
    void aBadEditIsNoNewListForAWatcher() throws Exception {
        Files.writeString(file, "[{\"id\":\"a\"}]");
        BlockingQueue<CatalogSnapshot> heard = new LinkedBlockingQueue<>();
        catalog.watch(heard::add);

        Files.writeString(file, "[{");
        assertThat(catalog.current().problem()).contains("line 1");
        Files.writeString(file, "[{\"id\":\"a\"},{\"id\":\"b\"}]");

        assertThat(next(heard)).containsOnlyKeys("a", "b");
        assertThat(heard).isEmpty();
    }

    @Test
    void thereIsAThreadOnlyWhileSomebodyWatches() throws Exception {
        Files.writeString(file, "[{\"id\":\"a\"}]");
        assertThat(threads()).isEmpty();

        ModelCatalog.Watch first = catalog.watch(list -> {});
        ModelCatalog.Watch second = catalog.watch(list -> {});
        assertThat(threads()).hasSize(1);
        first.close();
        assertThat(threads()).hasSize(1);
        Thread watching = threads().get(0);
        second.close();
        watching.join(10_000);
        assertThat(threads()).isEmpty();

        catalog.watch(list -> {});
        catalog.close();
        assertThat(threads()).isEmpty();
        catalog.watch(list -> {});
        assertThat(threads()).as("what is closed stays closed").isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("chutes-catalog-file"))
                .toList();
    }

    private static Map<String, ModelInfo> next(BlockingQueue<CatalogSnapshot> heard) throws InterruptedException {
        CatalogSnapshot list = heard.poll(30, TimeUnit.SECONDS);
        assertThat(list).isNotNull();
        return list.models();
    }
}
