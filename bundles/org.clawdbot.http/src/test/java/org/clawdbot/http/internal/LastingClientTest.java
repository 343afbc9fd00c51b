package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LastingClientTest {

    private final LastingClient lasting = new LastingClient(OkHttpClient::new);
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyBundleGetsTheSameClient() {
        assertThat(lasting.getService(null, null)).isNotNull().isSameAs(lasting.getService(null, null));
    }

    @Test
    void theLastUserTakesThreadsAndSocketsAlong() throws IOException {
        OkHttpClient client = lasting.getService(null, null);
        lasting.getService(null, null);
        answer("Hello");
        try (Response response = call(client)) {
            assertThat(response.body().string()).isEqualTo("Hello");
        }

        lasting.ungetService(null, null, client);
        assertThat(client.connectionPool().connectionCount()).isEqualTo(1);

        lasting.ungetService(null, null, client);
        assertThat(client.connectionPool().connectionCount()).isZero();
        assertThat(client.dispatcher().executorService().isShutdown()).isTrue();
    }

    @Test
    void whoComesAfterTheLastUserGetsANewClient() {
        OkHttpClient first = lasting.getService(null, null);
        lasting.ungetService(null, null, first);

        assertThat(lasting.getService(null, null)).isNotNull().isNotSameAs(first);
    }

    @Test
    void anAnswerUnderWayOutlivesTheLastUserAndItsSocketDoesNot() throws IOException {
        OkHttpClient client = lasting.getService(null, null);
        answer("A long story");
        try (Response response = call(client.newBuilder().build())) {
            lasting.ungetService(null, null, client);

            assertThat(response.body().string()).isEqualTo("A long story");
        }
        assertThat(client.connectionPool().connectionCount()).isZero();
    }

    @Test
    void anAnswerUnderWayOutlivesItsEndEvenIfSomebodyHasNotLetGo() throws IOException {
        OkHttpClient client = lasting.getService(null, null);
        answer("x".repeat(10_000_000));
        try (Response response = call(client.newBuilder().build())) {
            lasting.retire();

            assertThat(response.body().bytes()).hasSize(10_000_000);
        }
        assertThat(client.connectionPool().connectionCount()).isZero();
        assertThat(lasting.getService(null, null)).isNull();
    }

    @Test
    void closingEndsTheAnswersUnderWay() throws IOException {
        OkHttpClient client = lasting.getService(null, null);
        answer("x".repeat(10_000_000));
        try (Response response = call(client.newBuilder().build())) {
            lasting.close();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> response.body().bytes());
        }
        assertThat(client.connectionPool().connectionCount()).isZero();
        assertThat(lasting.getService(null, null)).isNull();
    }

    private void answer(String body) {
        server.enqueue(new MockResponse.Builder().body(body).build());
    }

    private Response call(OkHttpClient client) throws IOException {
        return client.newCall(new Request.Builder().url(server.url("/")).build())
                .execute();
    }
}
