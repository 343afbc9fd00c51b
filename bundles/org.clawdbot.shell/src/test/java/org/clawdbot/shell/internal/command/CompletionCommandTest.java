package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clawdbot.shell.internal.FakeHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

    private final FakeHost host = new FakeHost();

    static boolean bashIsThere() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    @Test
    void printsAScriptForEachShell() {
        assertThat(host.run("completion", "bash")).isZero();
        assertThat(host.terminal.printed()).contains("complete -F _complete_clawdbot");
        assertThat(host.run("completion", "zsh")).isZero();
        assertThat(host.terminal.printed()).contains("bashcompinit");
    }

    @Test
    void refusesAnotherShell() {
        assertThat(host.run("completion", "fish")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("bash, zsh");
        assertThat(host.run("completion")).isEqualTo(2);
    }

    @Test
    @EnabledIf("bashIsThere")
    void bashCompletesWithIt(@TempDir Path folder) throws IOException, InterruptedException {
        host.run("completion", "bash");
        Path script = Files.writeString(folder.resolve("script"), host.terminal.printed());

        assertThat(completed(script, "clawdbot", "mo")).contains("models");
        assertThat(completed(script, "clawdbot", "models", "re")).contains("refresh");
        assertThat(completed(script, "clawdbot", "agent", "--sess")).contains("--session");
    }

    private static String completed(Path script, String... words) throws IOException, InterruptedException {
        String commands = "source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_clawdbot; echo \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }
}
