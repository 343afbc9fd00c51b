package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.clawdbot.launcher.dist.Program.Result;
import org.clawdbot.launcher.dist.Program.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host that stays. */
class RunIT {

    @TempDir
    Path home;

    @Test
    void staysWithItsInputAtTheEndAndTakesUpWhatIsDropped() throws Exception {
        Running host = clawdbot()
                .with("CLAWDBOT_JAVA_OPTS", "-Dtest.main.announce=true")
                .start("run");
        host.awaitErr("clawdbot is running");
        Path deploy = home.resolve(".clawdbot/deploy");
        Path settings = Files.writeString(deploy.resolve("org.example.cfg"), "# mine\nkey =  value\n");

        TestBundles.writeMain(deploy.resolve("mine.jar"));
        host.awaitErr("test main has started");

        host.process().destroy();
        Result result = host.end();
        assertThat(result.exit()).isEqualTo(143);
        assertThat(result.out()).isEmpty();
        assertThat(settings).hasContent("# mine\nkey =  value");
        assertThat(home.resolve(".clawdbot/cache")).isEmptyDirectory();
    }

    @Test
    void readsCommandsUntilTheInputEnds() throws Exception {
        Result result = clawdbot().typing("lb -s\n").run("run", "--console");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("org.clawdbot.log");
        assertThat(home.resolve(".clawdbot/cache")).isEmptyDirectory();
    }

    @Test
    void anInputThatEndsAtOnceStopsItInOrder() throws Exception {
        Result result = clawdbot().typing("").run("run", "--console");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("Exception", "does not start");
        assertThat(home.resolve(".clawdbot/cache")).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"exit, 0", "exit 0, 0", "exit 3, 3"})
    void exitEndsItWithItsNumberAndReadsNoMore(String command, int number) throws Exception {
        Result result = clawdbot().typing(command + "\necho more\n").run("run", "--console");

        assertThat(result.exit()).as(result.err()).isEqualTo(number);
        assertThat(result.out() + result.err()).doesNotContain("Exception", "more");
        assertThat(home.resolve(".clawdbot/cache")).isEmptyDirectory();
    }

    @Test
    void exitWithAWordThatIsNoNumberSaysSoAndStays() throws Exception {
        Result result = clawdbot().typing("exit foo\nexit 3\n").run("run", "--console");

        assertThat(result.exit()).as(result.err()).isEqualTo(3);
        assertThat(result.out() + result.err())
                .contains("exit takes a number, as in: exit 3")
                .doesNotContain("Exception");
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws Exception {
        Result result = clawdbot().run("run", "--consle");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--consle");
        assertThat(home.resolve(".clawdbot")).doesNotExist();
    }

    private Program clawdbot() {
        return new Program(Copies.ASSEMBLED.resolve("clawdbot"), home);
    }
}
