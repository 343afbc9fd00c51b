package org.clawdbot.benchmarks.contest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.stream.Stream;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;
import org.clawdbot.benchmarks.driver.Threads;

/** The HTTP client of the JDK, read by the line, and Jackson: what one would write without any library. */
public final class JdkContestant implements Contestant {

    private static final String DATA = "data: ";

    private final HttpClient client;
    private final URI base;

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public JdkContestant(URI base) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        Threads.virtual().ifPresent(builder::executor);
        this.client = builder.build();
        this.base = base;
    }

    @Override
    public void stream(Sink sink) throws IOException, InterruptedException {
        try (Stream<String> lines =
                client.send(request(true), HttpResponse.BodyHandlers.ofLines()).body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith(DATA) && !line.endsWith("[DONE]")) {
                    Chunk chunk = Chunk.READER.readValue(line.substring(DATA.length()));
                    chunk.put(sink);
                }
            }
        }
    }

    /** Not by a stream: Jackson would close it before its end, and with it a connection that has another request by then. */
    @Override
    public void complete(Sink sink) throws IOException, InterruptedException {
        Chunk reply = Chunk.READER.readValue(client.send(request(false), HttpResponse.BodyHandlers.ofByteArray())
                .body());
        reply.put(sink);
    }

    private HttpRequest request(boolean stream) {
        return HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + API_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT
                                + "\"}],\"stream\":" + stream + "}"))
                .build();
    }
}
