package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

    @TempDir
    Path state;

    @TempDir
    Path memory;

    @Test
    void belongsToTheOwnerAlone() throws IOException {
        try (CacheFolder cache = CacheFolder.onDisk(States.in(state))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws IOException {
        CacheFolder cache = CacheFolder.onDisk(States.in(state));
        Files.createDirectories(cache.path().resolve("a/b"));
        Files.writeString(cache.path().resolve("a/b/c"), "x");

        cache.close();

        assertThat(entries()).isEmpty();
    }

    @Test
    void removesWhatAKilledProcessLeft() throws IOException {
        Files.createDirectories(state.resolve("cache/dead/framework"));
        Files.writeString(state.resolve("cache/dead/framework/bundle.id"), "1");
        Files.createFile(state.resolve("cache/dead.lock"));

        CacheFolder.onDisk(States.in(state)).close();

        assertThat(entries()).isEmpty();
    }

    @Test
    void leavesAloneWhatAnotherProcessUses() throws IOException {
        try (CacheFolder other = CacheFolder.onDisk(States.in(state))) {
            Files.writeString(other.path().resolve("in-use"), "x");

            CacheFolder.onDisk(States.in(state)).close();

            assertThat(other.path().resolve("in-use")).exists();
        }
    }

    @Test
    void doesNotFollowLinksOutOfTheFolder() throws IOException {
        Path precious = Files.createDirectory(state.resolve("precious"));
        Files.writeString(precious.resolve("keep"), "x");
        CacheFolder cache = CacheFolder.onDisk(States.in(state));
        Files.createSymbolicLink(cache.path().resolve("link"), precious);

        cache.close();

        assertThat(precious.resolve("keep")).exists();
        assertThat(entries()).isEmpty();
    }

    @Test
    void liesInMemoryForTheOwnerAloneAndIsGoneAfterwards() throws IOException {
        try (CacheFolder cache = CacheFolder.inMemory(States.in(state), memory)) {
            assertThat(cache.path()).hasParent(memory);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.path())))
                    .isEqualTo("rwx------");
            Files.writeString(cache.path().resolve("a"), "x");
        }

        assertThat(memory).isEmptyDirectory();
        assertThat(entries()).isEmpty();
    }

    @Test
    void liesBesideItsLockWhereThereIsNoMemoryForFiles() throws IOException {
        try (CacheFolder cache = CacheFolder.inMemory(States.in(state), memory.resolve("absent"))) {
            assertThat(cache.path()).isDirectory().hasParent(state.resolve("cache"));
        }
    }

    @Test
    void removesWhatAKilledProcessLeftInMemory() throws IOException {
        Files.createDirectories(memory.resolve("clawdbot-dead/framework"));
        Files.createDirectories(memory.resolve("clawdbot-other"));
        Files.createFile(Files.createDirectories(state.resolve("cache")).resolve("dead.lock"));

        CacheFolder.inMemory(States.in(state), memory).close();

        assertThat(memory.resolve("clawdbot-dead")).doesNotExist();
        assertThat(memory.resolve("clawdbot-other")).exists();
        assertThat(entries()).isEmpty();
    }

    @Test
    void removesNothingThroughALinkInMemory() throws IOException {
        Path precious = Files.createDirectory(state.resolve("precious"));
        Files.writeString(precious.resolve("keep"), "x");
        Files.createSymbolicLink(memory.resolve("clawdbot-dead"), precious);
        Files.createFile(Files.createDirectories(state.resolve("cache")).resolve("dead.lock"));

        CacheFolder.inMemory(States.in(state), memory).close();

        assertThat(precious.resolve("keep")).exists();
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(state.resolve("cache"))) {
            return entries.toList();
        }
    }
}
