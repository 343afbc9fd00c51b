package org.clawdbot.itests.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real browser without a window, moved by its driver (W3C WebDriver). */
final class Chromium implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Process driver;
    private final URI session;

    /** Starts one that forgets everything at its end. */
    Chromium(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("driver.log");
        driver = new ProcessBuilder(program("chromedriver").orElseThrow().toString(), "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            URI root = URI.create("http://127.0.0.1:" + port(log) + "/session");
            ObjectNode body = JSON.createObjectNode();
            ObjectNode options = body.putObject("capabilities")
                    .putObject("alwaysMatch")
                    .put("browserName", "chrome")
                    .putObject("goog:chromeOptions")
                    .put("binary", program("chromium").orElseThrow().toString());
            ArrayNode flags = options.putArray("args");
            FLAGS.forEach(flags::add);
            flags.add("--user-data-dir=" + folder.resolve("chromium"));
            session = URI.create(
                    root + "/" + send("POST", root, body).path("sessionId").asText());
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            driver.destroyForcibly();
            throw e;
        }
    }

    /** Why there is none here, or nothing. */
    static Optional<String> missing() {
        return Stream.of("chromium", "chromedriver")
                .filter(name -> program(name).isEmpty())
                .map(name -> "no " + name + " on the path")
                .findFirst();
    }

    void open(URI page) throws IOException, InterruptedException {
        post("/url", JSON.createObjectNode().put("url", page.toString()));
    }

    void type(String id, String text) throws IOException, InterruptedException {
        post("/element/" + element(id) + "/value", JSON.createObjectNode().put("text", text));
    }

    void click(String id) throws IOException, InterruptedException {
        post("/element/" + element(id) + "/click", JSON.createObjectNode());
    }

    /** What can be read on the page. */
    String text() throws IOException, InterruptedException {
        return post(
                        "/execute/sync",
                        JSON.createObjectNode()
                                .put("script", "return document.body.innerText;")
                                .set("args", JSON.createArrayNode()))
                .asText();
    }

    String address() throws IOException, InterruptedException {
        return send("GET", URI.create(session + "/url"), null).asText();
    }

    private String element(String id) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                JsonNode found = post(
                        "/element",
                        JSON.createObjectNode().put("using", "css selector").put("value", "#" + id));
                return found.elements().next().asText();
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send("POST", URI.create(session + path), body);
    }

    private JsonNode send(String method, URI address, JsonNode body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        JsonNode value = JSON.readTree(answer.body()).path("value");
        if (answer.statusCode() != 200) {
            throw new IOException(value.path("error").asText() + ": "
                    + value.path("message").asText().lines().findFirst().orElse(""));
        }
        return value;
    }

    private int port(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (driver.isAlive() && System.nanoTime() < end) {
            Matcher started = STARTED.matcher(Files.readString(log));
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("chromedriver did not start: " + Files.readString(log));
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Ends the browser with its children, and the driver. */
    @Override
    public void close() {
        try {
            send("DELETE", session, null);
            driver.destroy();
            if (!driver.waitFor(5, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        } catch (IOException e) {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
        } catch (InterruptedException e) {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
