package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies of many small chunks over a plain socket. */
@Timeout(30)
class ReadBodiesTest {

    private static final int CHUNK = 100;
    private static final String BODY = "The quick brown fox jumps over the lazy dog. ".repeat(5_000);

    private final MockWebServer server = new MockWebServer();
    private final OkHttpClient client = new ClientSettings(Duration.ofSeconds(5), "", List.of(), "", "clawdbot/test")
            .client(name -> Optional.empty());

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneReadGivesManyChunks() throws IOException {
        server.enqueue(chunked().build());
        Buffer received = new Buffer();
        long most = 0;
        try (Response response = call("GET");
                BufferedSource body = response.body().source()) {
            for (long count = body.read(received, 8192); count >= 0; count = body.read(received, 8192)) {
                most = Math.max(most, count);
            }
        }

        assertThat(received.readUtf8()).isEqualTo(BODY);
        assertThat(most).isGreaterThan(10 * CHUNK);
    }

    @Test
    void theConnectionIsUsedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.enqueue(chunked().build());
            try (Response response = call("GET")) {
                assertThat(response.body().string()).isEqualTo(BODY);
            }
            server.enqueue(new MockResponse.Builder().body("Hello").build());
            try (Response response = call("GET")) {
                assertThat(response.body().string()).isEqualTo("Hello");
            }
        }
        for (int i = 0; i < 6; i++) {
            assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(i);
        }
    }

    @Test
    void aBodyThatIsAnnouncedAndDoesNotComeIsNotWaitedFor() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Transfer-Encoding", "chunked")
                .build());
        server.enqueue(chunked().build());
        try (Response response = call("HEAD")) {
            assertThat(response.body().string()).isEmpty();
        }
        try (Response response = call("GET")) {
            assertThat(response.body().string()).isEqualTo(BODY);
        }
    }

    @Test
    void trailersAreRead() throws IOException {
        server.enqueue(chunked().trailers(Headers.of("X-Checksum", "42")).build());
        try (Response response = call("GET")) {
            assertThat(response.body().string()).isEqualTo(BODY);
            assertThat(response.trailers()).containsExactlyElementsOf(Headers.of("X-Checksum", "42"));
        }
    }

    @Test
    void leavingABodyIsNoHindrance() throws IOException {
        server.enqueue(chunked().build());
        try (Response response = call("GET")) {
            assertThat(response.body().source().readUtf8(9)).isEqualTo("The quick");
        }
        server.enqueue(chunked().build());
        try (Response response = call("GET")) {
            assertThat(response.body().string()).isEqualTo(BODY);
        }
    }

    @Test
    void aDeadlineThatPassesWhileASlowBodyIsReadIsATimeout() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .chunkedBody("slow ".repeat(1_000), 5)
                .throttleBody(20, 20, TimeUnit.MILLISECONDS)
                .build());
        Call call = client.newCall(new Request.Builder().url(server.url("/")).build());
        call.timeout().timeout(500, TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            assertThatThrownBy(() -> response.body().string())
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("timeout");
        }
    }

    @Test
    void aServerThatFallsSilentIsATimeout() throws IOException {
        server.enqueue(chunked().onResponseBody(SocketEffect.Stall.INSTANCE).build());
        OkHttpClient impatient =
                client.newBuilder().readTimeout(Duration.ofMillis(300)).build();
        try (Response response = impatient
                .newCall(new Request.Builder().url(server.url("/")).build())
                .execute()) {
            assertThatThrownBy(() -> response.body().string()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aThreadThatWasInterruptedDoesNotWaitForMore() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .chunkedBody("slow ".repeat(10), 5)
                .throttleBody(20, 10, TimeUnit.SECONDS)
                .build());
        try (Response response = call("GET")) {
            BufferedSource body = response.body().source();
            assertThat(body.readUtf8(5)).isEqualTo("slow ");
            Thread.currentThread().interrupt();
            assertThatThrownBy(body::readUtf8)
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aResponseMayComeBehindOneThatOnlyInforms() throws IOException {
        server.enqueue(chunked()
                .addInformationalResponse(new MockResponse.Builder().code(103).build())
                .build());
        try (Response response = call("GET")) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().string()).isEqualTo(BODY);
        }
    }

    private static MockResponse.Builder chunked() {
        return new MockResponse.Builder().chunkedBody(BODY, CHUNK);
    }

    private Response call(String method) throws IOException {
        return client.newCall(new Request.Builder()
                        .url(server.url("/"))
                        .method(method, null)
                        .build())
                .execute();
    }
}
