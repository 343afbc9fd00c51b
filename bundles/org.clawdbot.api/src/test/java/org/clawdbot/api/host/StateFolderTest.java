package org.clawdbot.api.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void needsPosix() {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    }

    @Test
    void systemPropertyWinsOverVariableAndHome() {
        StateFolder state = locate(
                Map.of("clawdbot.state.dir", "/a/b", "user.home", "/home/x"), Map.of("CLAWDBOT_STATE_DIR", "/c"));

        assertThat(state.path()).isEqualTo(Path.of("/a/b"));
    }

    @Test
    void variableWinsOverHomeAndBlankCountsAsNotSet() {
        StateFolder state = locate(
                Map.of("clawdbot.state.dir", " ", "user.home", "/home/x"), Map.of("CLAWDBOT_STATE_DIR", " /c/../d "));

        assertThat(state.path()).isEqualTo(Path.of("/d"));
    }

    @Test
    void homeIsTheLastResortAndTildeMeansHome() {
        assertThat(locate(Map.of("user.home", "/home/x"), Map.of()).path()).isEqualTo(Path.of("/home/x/.clawdbot"));
        assertThat(locate(Map.of("user.home", "/home/x"), Map.of("CLAWDBOT_STATE_DIR", "~/claw"))
                        .path())
                .isEqualTo(Path.of("/home/x/claw"));
        assertThatThrownBy(() -> locate(Map.of("user.home", "?"), Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CLAWDBOT_STATE_DIR");
    }

    @Test
    void createsMissingFoldersForTheOwnerOnly() throws IOException {
        StateFolder state = at(folder.resolve("state"));

        Path created = state.createFolder("agents/main/agent");

        assertThat(created).isEqualTo(folder.resolve("state/agents/main/agent")).isDirectory();
        assertThat(mode(created)).isEqualTo("rwx------");
        assertThat(mode(state.path())).isEqualTo("rwx------");
        assertThat(state.createFolder("agents/main/agent")).isEqualTo(created);
    }

    @Test
    void keepsTheModeOfAnExistingFolder() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        at(folder).createFolder("");

        assertThat(mode(folder)).isEqualTo("rwxr-x---");
    }

    @Test
    void refusesPathsThatLeadOutOfTheFolder() {
        StateFolder state = at(folder);

        assertThatThrownBy(() -> state.resolve("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.resolve("/etc")).isInstanceOf(IllegalArgumentException.class);
        assertThat(state.resolve("a/../b")).isEqualTo(folder.resolve("b"));
    }

    @Test
    void replacesAFileForTheOwnerOnlyAndLeavesNothingElse() throws IOException {
        Path target = folder.resolve("new/file.json");

        StateFolder.replaceFile(target, "one".getBytes(UTF_8));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        StateFolder.replaceFile(target, "two".getBytes(UTF_8));

        assertThat(target).hasContent("two");
        assertThat(mode(target)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("new"))).isEqualTo("rwx------");
        assertThat(names(folder.resolve("new"))).containsExactly("file.json");
    }

    @Test
    void followsSymbolicLinksEvenDanglingOnes() throws IOException {
        Path real = folder.resolve("real.json");
        Path middle = Files.createSymbolicLink(folder.resolve("middle.json"), Path.of("real.json"));
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), middle);

        StateFolder.replaceFile(link, "one".getBytes(UTF_8));
        StateFolder.replaceFile(link, "two".getBytes(UTF_8));

        assertThat(real).hasContent("two");
        assertThat(link).isSymbolicLink().hasContent("two");
        assertThat(middle).isSymbolicLink();
    }

    @Test
    void refusesACircleOfLinks() throws IOException {
        Path link = folder.resolve("a");
        Files.createSymbolicLink(link, folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("b"), link);

        assertThatThrownBy(() -> StateFolder.replaceFile(link, new byte[0])).isInstanceOf(IOException.class);
    }

    @Test
    void leavesOldFileAndNoLeftoverWhenTheTargetCannotBeReplaced() throws IOException {
        Path target = Files.createDirectories(folder.resolve("taken/inside")).getParent();

        assertThatThrownBy(() -> StateFolder.replaceFile(target, new byte[1])).isInstanceOf(IOException.class);

        assertThat(target).isDirectory();
        assertThat(names(folder)).containsExactly("taken");
    }

    @Test
    void replacesAFilePieceByPieceOnlyWhenToldThatAllIsThere() throws IOException {
        Path target = folder.resolve("file.json");
        StateFolder.replaceFile(target, "old".getBytes(UTF_8));

        try (FileReplacement given = FileReplacement.of(target)) {
            given.write("new".getBytes(UTF_8), 0, 3);
        }
        assertThat(target).hasContent("old");
        assertThat(names(folder)).containsExactly("file.json");

        try (FileReplacement whole = FileReplacement.of(target)) {
            whole.write("-new-".getBytes(UTF_8), 1, 3);
            whole.write("er".getBytes(UTF_8), 0, 2);
            assertThat(target).hasContent("old");
            whole.commit();
        }
        assertThat(target).hasContent("newer");
        assertThat(names(folder)).containsExactly("file.json");
    }

    @Test
    void sweepsOldLeftoversOfTheSameFileOnly() throws IOException {
        Path old = leftover(".file.json.1.clawdbot-tmp", Duration.ofMinutes(10));
        Path young = leftover(".file.json.2.clawdbot-tmp", Duration.ofMinutes(1));
        Path other = leftover(".other.json.3.clawdbot-tmp", Duration.ofMinutes(10));
        Path foreign = leftover(".file.json.swp", Duration.ofMinutes(10));

        StateFolder.replaceFile(folder.resolve("file.json"), new byte[0]);

        assertThat(old).doesNotExist();
        assertThat(List.of(young, other, foreign))
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void killingTheWriterNeverLeavesHalfAFile() throws Exception {
        Path target = folder.resolve("victim.txt");
        Random random = new Random(7);
        for (int round = 0; round < 12; round++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EndlessWriter.class.getName(),
                            target.toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                assertThat(writer.getInputStream().read())
                        .as("the child has written once")
                        .isEqualTo('+');
                TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
            } finally {
                writer.destroyForcibly().waitFor();
            }
            byte[] content = Files.readAllBytes(target);
            assertThat(content).hasSize(EndlessWriter.SIZE).containsOnly(content[0]);
            assertThat(names(folder))
                    .allSatisfy(name -> assertThat(mode(folder.resolve(name))).isEqualTo("rw-------"));
        }
    }

    /** Child process: replaces one file for ever, each time with another letter throughout. */
    static final class EndlessWriter {
        static final int SIZE = 300_000;

        private EndlessWriter() {}

        public static void main(String[] args) throws IOException {
            for (int i = 0; ; i++) {
                StateFolder.replaceFile(
                        Path.of(args[0]),
                        Character.toString('a' + i % 26).repeat(SIZE).getBytes(UTF_8));
                if (i == 0) {
                    System.out.print('+');
                    System.out.flush();
                }
            }
        }
    }

    private Path leftover(String name, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static StateFolder at(Path path) {
        return locate(Map.of("clawdbot.state.dir", path.toString()), Map.of());
    }

    private static StateFolder locate(Map<String, String> properties, Map<String, String> variables) {
        return StateFolder.locate(properties::get, variables::get);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(
                    entries.map(path -> path.getFileName().toString()).toList());
        }
    }
}
