package org.clawdbot.shell.internal.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.shell.internal.cli.CommandFailure;

/**
 * Replaces the catalog bundle of a running host through its console while a reply is on its way, and checks that the reply
 * came whole and that the new catalog works.
 */
final class SwapStep {

    private static final String CATALOG = "org.clawdbot.chutes.catalog";
    private static final Pattern BUNDLE = Pattern.compile("(\\d+)\\|[^|]*\\|[^|]*\\|" + Pattern.quote(CATALOG) + " ");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Processes processes;
    private final Consumer<List<String>> announce;
    private final PrintStream out;

    SwapStep(Processes processes, Consumer<List<String>> announce, PrintStream out) {
        this.processes = processes;
        this.announce = announce;
        this.out = out;
    }

    void run() throws IOException, InterruptedException {
        announce.accept(List.of("run", "--console"));
        Process host = processes.start(List.of("run", "--console"));
        Transcript transcript = new Transcript(host, out);
        require(transcript.await("clawdbot is running", PATIENCE), "the host did not start");
        OutputStream console = host.getOutputStream();

        type(console, "felix:lb -s " + CATALOG);
        require(transcript.await("|" + CATALOG + " ", PATIENCE), "the catalog bundle is not there");
        Matcher bundle = BUNDLE.matcher(transcript.text());
        require(bundle.find(), "the catalog bundle has no number");
        String id = bundle.group(1);

        type(console, "agent:ask \"" + Scenario.QUESTION + "\" &");
        require(transcript.await(Scenario.word(4), PATIENCE), "the reply did not begin");
        type(console, "felix:stop " + id);
        type(console, "felix:update " + id);
        type(console, "felix:start " + id);
        type(console, "echo catalog-swapped");
        require(transcript.await("catalog-swapped", PATIENCE), "the bundle was not replaced");
        type(console, "models:refresh");
        require(transcript.await(Scenario.word(Scenario.words()), PATIENCE), "the reply did not survive");
        require(transcript.await("chutes: ", PATIENCE), "the new catalog does not answer");
        console.close();
        require(host.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the host did not stop");
        transcript.awaitEnd(PATIENCE);
        check(transcript);
    }

    static void check(Transcript transcript) {
        String text = transcript.text();
        int position = 0;
        for (int i = 1; i <= Scenario.words(); i++) {
            position = text.indexOf(Scenario.word(i), position);
            require(position >= 0, Scenario.word(i) + " of the reply is lost");
        }
        require(text.indexOf("catalog-swapped") < position, "the reply had ended before the swap");
        require(!text.contains("gogo: "), "a console command failed");
    }

    private void type(OutputStream console, String line) throws IOException {
        out.println();
        out.println(line);
        out.flush();
        console.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        console.flush();
    }

    private static void require(boolean good, String problem) {
        if (!good) {
            throw CommandFailure.failed("demo", "The swap did not work: " + problem, null);
        }
    }
}
