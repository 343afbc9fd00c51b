package org.clawdbot.shell.internal.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clawdbot.shell.internal.cli.CommandFailure;

/**
 * Where the simulator listens, and the made-up key it takes.
 *
 * @param baseUrl the address of the models
 * @param accountUrl the address of the accounts
 * @param key the key
 */
record Simulator(String baseUrl, String accountUrl, String key) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Starts it; it ends by itself when this process does, because its input ends then. */
    static Simulator start(Processes processes, Path scenario) throws IOException, InterruptedException {
        Process process = processes.start(
                List.of("simulator", "--port", "0", "--json", "--exit-with-parent", "--scenario", scenario.toString()));
        Transcript transcript = new Transcript(process, new PrintStream(OutputStream.nullOutputStream()));
        if (!transcript.await("\"baseUrl\"", PATIENCE) || !transcript.await("\n", PATIENCE)) {
            throw CommandFailure.failed(
                    "demo", "The simulator did not start: " + transcript.text().strip(), null);
        }
        return parse(transcript.text());
    }

    static Simulator parse(String printed) throws IOException {
        String line = printed.strip().lines().reduce("", (first, last) -> last);
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    values.put(name, parser.getText());
                }
            }
        }
        return new Simulator(value(values, "baseUrl"), value(values, "accountUrl"), value(values, "key"));
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw CommandFailure.failed("demo", "The simulator did not say its " + name, null);
        }
        return value;
    }
}
