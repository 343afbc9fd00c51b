package org.clawdbot.testkit.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;

/** A running simulator and a client for it. */
abstract class SimulatorFixture {

    static final String MODEL = "zai-org/GLM-4.7-Flash";
    static final String TEE_MODEL = "Qwen/Qwen3-32B-TEE";
    static final Duration SOON = Duration.ofSeconds(10);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final ChutesSimulator simulator = configure(ChutesSimulator.builder()).start();

    ChutesSimulator.Builder configure(ChutesSimulator.Builder options) {
        return options;
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    static HttpClient client() {
        return CLIENT;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(simulator.accountUrl().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder chatRequest(String body) {
        return request("/v1/chat/completions")
                .header("Authorization", "Bearer " + FakeKeys.GOOD)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> chat(String body) {
        return send(chatRequest(body));
    }

    HttpResponse<String> chat(Behaviour behaviour, String body) {
        simulator.chat(behaviour);
        return chat(body);
    }

    /** A body with one user message; {@code more} are further members, such as {@code ,"stream":true}. */
    static String body(String model, String text, String more) {
        return "{\"model\":" + quoted(model) + ",\"messages\":[{\"role\":\"user\",\"content\":" + quoted(text) + "}]"
                + more + "}";
    }

    static String streaming(String text) {
        return body(TEE_MODEL, text, ",\"stream\":true");
    }

    static String plain(String text) {
        return body(TEE_MODEL, text, "");
    }

    static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + text, e);
        }
    }

    static String detail(HttpResponse<String> response) {
        return json(response.body()).path("detail").asText();
    }

    /** The documents of an event stream, without {@code [DONE]}. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : stream.split("\r?\n", -1)) {
            if (line.startsWith("data: {")) {
                events.add(json(line.substring("data: ".length())));
            }
        }
        return events;
    }

    static String text(List<JsonNode> events) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events) {
            text.append(
                    event.path("choices").path(0).path("delta").path("content").asText(""));
        }
        return text.toString();
    }
}
