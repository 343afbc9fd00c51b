package org.clawdbot.shell.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    private static final String GOOD_COMMAND =
            """
            #!/bin/sh
            case "$1" in
              simulator)
                echo '{"port":1,"baseUrl":"http://127.0.0.1:1/v1","accountUrl":"http://127.0.0.1:1","key":"cpk_made_up"}'
                cat >/dev/null ;;
              onboard) grep -q 127.0.0.1:1/v1 "$CLAWDBOT_STATE_DIR/clawdbot.json" && echo "(verified)" ;;
              models) echo "TEE" ;;
              agent) echo "Hello from the Chutes simulator; current_time answered: noon" ;;
              run)
                echo "$CLAWDBOT_STATE_DIR" >"$0.folder"
                echo "clawdbot is running"
                while read -r line; do
                  case "$line" in
                    *lb*) echo "   17|Active     |    3|org.clawdbot.chutes.catalog (0.1.0)|0.1.0" ;;
                    agent*) for i in 01 02 03 04 05 06; do printf 'word-%s ' $i; done ;;
                    echo*) echo catalog-swapped ;;
                    models*)
                      for i in 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 LAST; do printf 'word-%s ' $i; done
                      echo; echo "chutes: 3 models" ;;
                  esac
                done ;;
            esac
            """;

    private final FakeHost host = new FakeHost();

    @Test
    void needsToKnowTheCommand() {
        assertThat(host.run("demo")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("clawdbot.command", "./clawdbot demo");
    }

    @Test
    void runsEveryStepAndLeavesNothingBehind(@TempDir Path folder) throws IOException {
        Path command = command(folder, GOOD_COMMAND.replace("LAST", "24"));

        assertThat(host.run("demo")).as(host.terminal.said()).isZero();

        assertThat(host.terminal.printed())
                .contains("$ clawdbot simulator", "$ clawdbot onboard --chutes-api-key", "$ clawdbot models list")
                .contains("$ clawdbot run --console", "felix:update 17", "6 of 6 steps worked");
        Path state = Path.of(Files.readString(Path.of(command + ".folder")).strip());
        assertThat(state).doesNotExist();
        assertThat(children(command)).isEmpty();
    }

    @Test
    void failsWhenAWordOfTheReplyIsLost(@TempDir Path folder) throws IOException {
        Path command = command(folder, GOOD_COMMAND.replace(" 12 13", " 13").replace("LAST", "24"));

        assertThat(host.run("demo")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("word-12 of the reply is lost");
        assertThat(children(command)).isEmpty();
    }

    @Test
    void failsWhenAStepFails(@TempDir Path folder) throws IOException {
        command(folder, GOOD_COMMAND.replace("models) echo \"TEE\"", "models) exit 4"));
        assertThat(host.run("demo")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("Step 3 of the demo ended with exit code 4");

        host.terminal = FakeTerminal.none();
        command(folder, GOOD_COMMAND.replace("models) echo \"TEE\"", "models) echo none"));
        assertThat(host.run("demo")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("did not print \"TEE\"");

        host.terminal = FakeTerminal.none();
        command(folder, "#!/bin/sh\necho cannot build\nexit 1\n");
        assertThat(host.run("demo")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("cannot build");
    }

    private Path command(Path folder, String script) throws IOException {
        Path command = Files.writeString(folder.resolve("clawdbot"), script);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        host.properties.put(DemoCommand.COMMAND, command.toString());
        return command;
    }

    private static List<ProcessHandle> children(Path command) {
        try (Stream<ProcessHandle> processes = ProcessHandle.current().descendants()) {
            return processes
                    .filter(process -> process.info().commandLine().orElse("").contains(command.toString()))
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }
}
