package org.clawdbot.shell.internal.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.Terminal;

/** The steps of the demo, one after the other; each is checked. */
final class Tour {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Processes processes;
    private final Workspace workspace;
    private final Terminal terminal;
    private final PrintStream out;
    private int step;

    Tour(Processes processes, Workspace workspace, Terminal terminal) {
        this.processes = processes;
        this.workspace = workspace;
        this.terminal = terminal;
        this.out = terminal.out();
    }

    void run() throws IOException, InterruptedException {
        title("A made-up Chutes server, as a process of its own");
        command(List.of("simulator"));
        Simulator simulator = Simulator.start(processes, workspace.write("scenario.json", Scenario.text()));
        out.println("listening on " + simulator.accountUrl());
        workspace.write("clawdbot.json", configuration(simulator));

        title("Sign in with an API key; the key is verified, the default model chosen");
        run("verified", "onboard", "--chutes-api-key", simulator.key());

        title("The live catalog, with TEE badges, windows and prices");
        run("TEE", "models", "list");

        title("A reply, streamed as it arrives");
        run("Chutes simulator", "agent", "--message", "Hello from the demo!");

        title("The model calls a tool of this host and uses its answer");
        run("current_time answered", "agent", "--tools", "current_time", "--message", "What time is it?");

        title("The catalog bundle is replaced while a reply is streaming in a running host");
        new SwapStep(processes, this::command, out).run();

        out.println();
        out.println(Style.GREEN.apply(terminal, "The demo is complete: " + step + " of " + step + " steps worked."));
    }

    /** Runs one command, shows what it prints, and checks that it worked and printed something. */
    private void run(String expected, String... arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        command(words);
        Process process = processes.start(words);
        process.getOutputStream().close();
        Transcript transcript = new Transcript(process, out);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !transcript.awaitEnd(Duration.ofSeconds(5))) {
            throw failed("did not end in time");
        }
        if (process.exitValue() != 0) {
            throw failed("ended with exit code " + process.exitValue());
        }
        if (!transcript.text().contains(expected)) {
            throw failed("did not print \"" + expected + "\"");
        }
    }

    private void title(String text) {
        step++;
        out.println();
        out.println(Style.BOLD.apply(terminal, step + ". " + text));
        out.flush();
    }

    private void command(List<String> words) {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            quoted.add(word.matches("[A-Za-z0-9_./:=-]+") ? word : "\"" + word + "\"");
        }
        out.println(Style.DIM.apply(terminal, "$ clawdbot " + String.join(" ", quoted)));
        out.flush();
    }

    private CommandFailure failed(String how) {
        return CommandFailure.failed("demo", "Step " + step + " of the demo " + how, null);
    }

    private static String configuration(Simulator simulator) {
        return """
                {
                  // written by the demo: everything goes to the simulator on this machine
                  models: { providers: { chutes: {
                    baseUrl: "%s",
                    accountUrl: "%s",
                  } } },
                }
                """
                .formatted(simulator.baseUrl(), simulator.accountUrl());
    }
}
