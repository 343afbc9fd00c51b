package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that come and go. */
class CommandIT {

    @TempDir
    static Path shared;

    private static Path dist;

    @TempDir
    Path home;

    @BeforeAll
    static void unpack() throws IOException {
        dist = Copies.withTestMain(shared.resolve("a folder with spaces"));
    }

    @Test
    void printsItsVersionAndStartsNothing() throws Exception {
        Result result = clawdbot().run("--version");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).matches("clawdbot \\d+\\.\\d+\\.\\d+\\S*\n");
        assertThat(result.err()).isEmpty();
        assertThat(home.resolve(".clawdbot")).doesNotExist();
    }

    @Test
    void handsTheWholeCommandLineToTheMainService() throws Exception {
        Result result = clawdbot().run("--state-dir=s", "echo", "two words", "", "*", "--", "--version");

        assertThat(result).isEqualTo(new Result(0, "--state-dir=s|echo|two words||*|--|--version\n", ""));
    }

    /** The letters come from a file: this JVM may itself run without a locale, and could then not pass them on. */
    @Test
    void keepsLettersBeyondAsciiWithoutALocale() throws Exception {
        Path caller = home.resolve("caller");
        Files.writeString(caller, "#!/bin/sh\nexec '" + dist.resolve("clawdbot") + "' echo 'grüße 👋'\n");
        assertThat(caller.toFile().setExecutable(true)).isTrue();

        Result result = new Program(caller, home).with("LC_ALL", "C").run();

        assertThat(result.out()).isEqualTo("echo|grüße 👋\n");
    }

    @Test
    void endsWithTheExitCodeOfTheCommand() throws Exception {
        assertThat(clawdbot().run("exit", "3")).isEqualTo(new Result(3, "", ""));
    }

    @Test
    void tellsTheBundlesWhereTheStateIs() throws Exception {
        assertThat(clawdbot().run("state").out()).isEqualTo(home.resolve(".clawdbot") + "\n");
        assertThat(clawdbot().with("CLAWDBOT_STATE_DIR", "v").run("state").out())
                .isEqualTo(home.resolve("v") + "\n");
        assertThat(clawdbot()
                        .with("CLAWDBOT_STATE_DIR", "v")
                        .run("--state-dir=o", "state")
                        .out())
                .isEqualTo(home.resolve("o") + "\n");
    }

    @Test
    void leavesNoCacheBehind() throws Exception {
        clawdbot().run("exit", "0");

        assertThat(cacheEntries()).isEmpty();
    }

    @Test
    void saysWhatAnUnexpectedFailureWasAndLogsTheRest() throws Exception {
        Result result = clawdbot().run("fail");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("as asked").doesNotContain("\tat ");
        assertThat(home.resolve(".clawdbot/logs/clawdbot.log")).content().contains("TestMain.applyAsInt");
    }

    @Test
    void showsTheLogOnStandardErrorWhenAskedTo() throws Exception {
        Result result = clawdbot().with("CLAWDBOT_LOG", "debug").run("echo");

        assertThat(result.out()).isEqualTo("echo\n");
        assertThat(result.err()).contains("org.apache.felix.scr");
    }

    @Test
    void saysWhichStateFolderCannotBeUsed() throws Exception {
        Files.writeString(home.resolve("file"), "");

        Result result = clawdbot().run("--state-dir", "file", "echo");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(home.resolve("file").toString(), "--state-dir");
    }

    @Test
    void tellsAProgramAboutTheStateFolderToo() throws Exception {
        Files.writeString(home.resolve("file"), "");

        Result result = clawdbot().run("--state-dir", "file", "models", "list", "--json");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("{\"error\":{\"code\":\"state-folder\",\"message\":\"the state folder ")
                .endsWith("\"}}\n");
        assertThat(result.err()).contains("--state-dir");
    }

    @Test
    void takesUpBundlesOfTheUser() throws Exception {
        Path plain = Copies.withoutMain(home.resolve("dist"));
        Path deploy = Files.createDirectories(home.resolve(".clawdbot/deploy"));
        TestBundles.writeMain(deploy.resolve("mine.jar"));
        Files.writeString(deploy.resolve("broken.jar"), "no jar at all");

        assertThat(new Program(plain.resolve("clawdbot"), home).run("echo")).isEqualTo(new Result(0, "echo\n", ""));
    }

    @Test
    void saysWhyThereAreNoCommands() throws Exception {
        Path incomplete = Copies.withoutMain(home.resolve("dist"));
        TestBundles.writeBroken(incomplete.resolve("bundles/3/broken.jar"));
        TestBundles.writeNeedy(incomplete.resolve("bundles/3/needy.jar"));

        Result result = new Program(incomplete.resolve("clawdbot"), home).run("echo");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("clawdbot.main=true", "org.clawdbot.shell")
                .containsPattern("test.broken does not start: .*org.example.missing")
                .containsPattern("test.needy needs a service .*org.example.Wanted");
    }

    @Test
    void removesWhatAKilledOneLeftButNothingThatIsInUse() throws Exception {
        Running killed = clawdbot().start("hang");
        Running other = clawdbot().start("hang");
        killed.awaitOut("ready");
        other.awaitOut("ready");
        killed.process().destroyForcibly();
        killed.end();
        List<Path> both = cacheEntries();
        assertThat(both).hasSize(4);

        clawdbot().run("exit", "0");

        assertThat(both).filteredOn(Files::exists).hasSize(2);
        other.process().destroy();
        assertThat(other.end().exit()).isEqualTo(143);
        assertThat(both).noneMatch(Files::exists);
        assertThat(cacheEntries()).isEmpty();
    }

    @Test
    void writesNoSecretOfTheConfigurationToTheCache() throws Exception {
        Files.createDirectories(home.resolve(".clawdbot"));
        Files.writeString(
                home.resolve(".clawdbot/clawdbot.json"),
                "{ models: { providers: { chutes: { apiKey: 'cpk_do_not_copy_me' } } } }");
        Running running = clawdbot().start("hang");
        running.awaitOut("ready");

        List<Path> files = new ArrayList<>();
        for (Path entry : cacheEntries()) {
            try (Stream<Path> inside = Files.walk(entry)) {
                inside.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        try {
            assertThat(files).hasSizeGreaterThan(10).noneMatch(file -> read(file)
                    .contains("cpk_do_not_copy_me"));
        } finally {
            running.process().destroy();
        }
        running.end();
    }

    private Program clawdbot() {
        return new Program(dist.resolve("clawdbot"), home);
    }

    /** The locks, and the folders that belong to them, wherever those are. */
    private List<Path> cacheEntries() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> found = Files.list(home.resolve(".clawdbot/cache"))) {
            found.forEach(entries::add);
        }
        for (Path entry : List.copyOf(entries)) {
            String name = String.valueOf(entry.getFileName());
            Path inMemory = Path.of("/dev/shm", "clawdbot-" + name.replace(".lock", ""));
            if (name.endsWith(".lock") && Files.isDirectory(inMemory)) {
                entries.add(inMemory);
            }
        }
        return entries;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
