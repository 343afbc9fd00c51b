package org.clawdbot.testkit.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.idp.FakeSignIn;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.ScenarioException;

/** The simulator as a program: {@code clawdbot simulator}. */
public final class SimulatorMain {

    private static final String USAGE =
            """
            Usage: simulator [--port N] [--scenario FILE] [--models FILE] [--idp KEY=VALUE]...
                             [--json] [--exit-with-parent]

            A Chutes server on 127.0.0.1 that needs no account and costs nothing.

              --port N            listen on this port (default 0: a free one, printed)
              --scenario FILE     play the rules in this JSON file
              --models FILE       serve this model list (the body of GET /v1/models)
              --idp KEY=VALUE     switch of the identity provider, such as accessSeconds=60; may be repeated:
                                  secretRequired (default true), pkceReplacesSecret (false),
                                  allowPlainPkce (false), rotateStrictly (true), autoApprove (false),
                                  deny (false), invalidScope (false), codeSeconds (600),
                                  accessSeconds (3600), refreshSeconds (0: what the app says, 30 days)
              --json              print one JSON line instead of text
              --exit-with-parent  stop when standard input ends
              --help              this text

            Exit codes: 0 input ended, 1 cannot start, 2 wrong usage.
            """;

    private SimulatorMain() {}

    /**
     * Runs until the process is stopped.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args, System.in, System.out, System.err));
    }

    /**
     * The program without the process: returns the exit code instead of ending the virtual machine. With
     * {@code --exit-with-parent} it returns when the input ends, otherwise when the thread is interrupted.
     *
     * @param args see {@code --help}
     * @param in watched for its end with {@code --exit-with-parent}
     * @param out gets the address
     * @param err gets advice and errors
     * @return 0, 1 or 2
     */
    static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("simulator: " + e.getMessage());
            err.println("Try: simulator --help");
            return 2;
        }
        if (options.help()) {
            out.print(USAGE);
            return 0;
        }
        ChutesSimulator simulator;
        try {
            simulator = start(options);
        } catch (ScenarioException | IllegalArgumentException e) {
            err.println("simulator: " + e.getMessage());
            return 1;
        } catch (UncheckedIOException e) {
            err.println("simulator: " + e.getMessage() + ". Choose another one with --port, or leave it out.");
            return 1;
        }
        Thread hook = new Thread(simulator::close, "chutes-simulator-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        announce(simulator, options, out, err);
        awaitEnd(options, in);
        Runtime.getRuntime().removeShutdownHook(hook);
        simulator.close();
        return 0;
    }

    private static ChutesSimulator start(Options options) {
        ChutesSimulator.Builder builder = ChutesSimulator.builder()
                .port(options.port())
                .idp(options.idp())
                .rememberedRequests(1); // nobody can ask this process for them
        options.scenario().ifPresent(file -> builder.scenario(Scenario.read(Path.of(file))));
        options.models().ifPresent(file -> builder.models(readModels(Path.of(file))));
        return builder.start();
    }

    private static String readModels(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static void announce(ChutesSimulator simulator, Options options, PrintStream out, PrintStream err) {
        if (options.json()) {
            ObjectNode line = Json.object()
                    .put("port", simulator.port())
                    .put("baseUrl", simulator.baseUrl().toString())
                    .put("accountUrl", simulator.accountUrl().toString())
                    .put("key", FakeKeys.GOOD);
            line.putObject("oauth")
                    .put("clientId", FakeSignIn.CLIENT_ID)
                    .put("clientSecret", FakeSignIn.CLIENT_SECRET)
                    .put("fingerprint", FakeSignIn.FINGERPRINT);
            out.println(line);
            out.flush();
            return;
        }
        out.println(
                "Chutes simulator listening on " + simulator.accountUrl() + " (base URL " + simulator.baseUrl() + ")");
        out.flush();
        err.println(
                """
                Use it with this made-up key:
                  export CHUTES_API_KEY=%s
                and these lines under models.providers.chutes in clawdbot.json:
                  "baseUrl": "%s",
                  "accountUrl": "%s"
                To sign in with Chutes instead, use this made-up app (redirect address %s):
                  export CHUTES_CLIENT_ID=%s
                  export CHUTES_CLIENT_SECRET=%s
                and type this fingerprint on the sign-in page: %s
                Press Ctrl-C to stop."""
                        .formatted(
                                FakeKeys.GOOD,
                                simulator.baseUrl(),
                                simulator.accountUrl(),
                                FakeSignIn.REDIRECT_URI,
                                FakeSignIn.CLIENT_ID,
                                FakeSignIn.CLIENT_SECRET,
                                FakeSignIn.FINGERPRINT));
    }

    private static void awaitEnd(Options options, InputStream in) {
        try {
            if (options.exitWithParent()) {
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                new CountDownLatch(1).await();
            }
        } catch (IOException e) {
            // An unreadable input counts as ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
