package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script does before Java starts. */
class ScriptIT {

    @TempDir
    Path home;

    @Test
    void startsThroughLinksFromAnyFolder() throws Exception {
        Path first = Files.createSymbolicLink(
                home.resolve("first"), Copies.withoutMain(home.resolve("dist")).resolve("clawdbot"));
        Path second = Files.createSymbolicLink(home.resolve("second"), home.relativize(first));

        assertThat(new Program(second, home).run("--version").exit()).isZero();
    }

    @Test
    void namesTheJavaThatIsTooOld() throws Exception {
        executable(home.resolve("jdk/bin/java"), "#!/bin/sh\necho started\n");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");

        Result result =
                assembled().with("JAVA_HOME", home.resolve("jdk").toString()).run("--version");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Java 17", "11.0.2", "JAVA_HOME");
    }

    @Test
    void asksAJavaThatHasNoReleaseFile() throws Exception {
        executable(home.resolve("jdk/bin/java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_400\"' >&2\n");

        Result result =
                assembled().with("JAVA_HOME", home.resolve("jdk").toString()).run("--version");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("1.8.0_400");
    }

    @Test
    void tellsJavaWhichStreamsAreTerminals() throws Exception {
        executable(home.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17\"\n");

        Result result =
                assembled().with("JAVA_HOME", home.resolve("jdk").toString()).run("agent");

        assertThat(result.out())
                .contains(
                        "-Dclawdbot.stdin.terminal=false",
                        "-Dclawdbot.stdout.terminal=false",
                        "-Dclawdbot.stderr.terminal=false");
    }

    @Test
    void saysThatJavaHomeIsWrong() throws Exception {
        Result result = assembled().with("JAVA_HOME", "/nowhere").run("--version");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("/nowhere");
    }

    @Test
    void buildsOnceWhenTwoStartAtTheSameTime() throws Exception {
        Path checkout = checkoutWithMaven("sleep 2; mkdir -p \"$PWD/features/standalone/target\"; " + "cp -R "
                + Copies.ASSEMBLED + " features/standalone/target/clawdbot");

        Running first = in(checkout).start("--version");
        Running second = in(checkout).start("--version");

        assertThat(first.end().exit()).isZero();
        assertThat(second.end().exit()).isZero();
        assertThat(first.err() + second.err()).containsOnlyOnce("building on first use");
        assertThat(home.resolve("builds")).hasContent("built");
        assertThat(first.out()).startsWith("clawdbot ").isEqualTo(second.out());
    }

    @Test
    void showsWhyTheBuildFailedAndTriesAgainNextTime() throws Exception {
        Path checkout = checkoutWithMaven("echo 'no compiler here'; exit 1");

        Result result = in(checkout).run("--version");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no compiler here", "first-build.log");
        assertThat(in(checkout).run("--version").err()).contains("no compiler here");
        assertThat(home.resolve("builds")).hasContent("built\nbuilt");
    }

    @Test
    void takesOverTheLockOfAKilledBuild() throws Exception {
        Path checkout = checkoutWithMaven("cp -R " + Copies.ASSEMBLED + " features/standalone/target/clawdbot");
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path target = Files.createDirectories(checkout.resolve("features/standalone/target"));
        Files.createSymbolicLink(target.resolve("first-build.lock"), Path.of(String.valueOf(gone.pid())));

        assertThat(in(checkout).run("--version").exit()).isZero();
    }

    /** Process 1 is always there, and mostly belongs to somebody else, who cannot be asked by a signal. */
    @Test
    void waitsForTheBuildOfAnotherUser() throws Exception {
        Path checkout = checkoutWithMaven("cp -R " + Copies.ASSEMBLED + " features/standalone/target/clawdbot");
        Path target = Files.createDirectories(checkout.resolve("features/standalone/target"));
        Path lock = Files.createSymbolicLink(target.resolve("first-build.lock"), Path.of("1"));

        Running waiting = in(checkout).start("--version");
        waiting.awaitErr("waiting for the build that process 1 is doing");
        assertThat(home.resolve("builds")).doesNotExist();
        Files.delete(lock);

        assertThat(waiting.end().exit()).isZero();
    }

    @Test
    void startsTheSimulatorWithoutTheFramework() throws Exception {
        Result result = assembled().run("simulator", "--help");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("--port");
        assertThat(home.resolve(".clawdbot")).doesNotExist();
    }

    private Program assembled() {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home);
    }

    private Program in(Path checkout) {
        return new Program(checkout.resolve("clawdbot"), home)
                .with("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    }

    /** A checkout without sources, and a Maven that writes down that it was called and then does as given. */
    private Path checkoutWithMaven(String does) throws IOException {
        Path checkout = Files.createDirectories(home.resolve("check out"));
        executable(checkout.resolve("clawdbot"), Files.readString(Copies.ASSEMBLED.resolve("clawdbot")));
        executable(home.resolve("bin/mvn"), "#!/bin/sh\necho built >>'" + home.resolve("builds") + "'\n" + does + "\n");
        return checkout;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
