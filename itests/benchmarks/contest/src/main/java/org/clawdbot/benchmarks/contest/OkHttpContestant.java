package org.clawdbot.benchmarks.contest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;

/** OkHttp, whose bytes are counted and thrown away: the limit of the given client. */
public final class OkHttpContestant implements Contestant {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final OkHttpClient client =
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();
    private final URI base;

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public OkHttpContestant(URI base) {
        this.base = base;
    }

    @Override
    public void stream(Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (Response response = client.newCall(request(base, true)).execute();
                InputStream in = response.body().byteStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sink.bytes(buffer, 0, count);
            }
        }
    }

    static Request request(URI base, boolean stream) {
        return new Request.Builder()
                .url(base + "/chat/completions")
                .header("Authorization", "Bearer " + API_KEY)
                .post(RequestBody.create(
                        "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT
                                + "\"}],\"stream\":" + stream + "}",
                        MediaType.get("application/json")))
                .build();
    }
}
