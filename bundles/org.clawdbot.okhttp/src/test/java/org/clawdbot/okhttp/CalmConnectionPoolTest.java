package org.clawdbot.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CalmConnectionPoolTest {

    private static final int PARTIES = 4;

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().body("Hello").build();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aConnectionServesCallAfterCallAndNobodyIsWokenForThem() throws IOException {
        int calls = 100;
        ConnectionPool pool = CalmConnectionPool.of(5, Duration.ofMinutes(5));
        OkHttpClient client = client(pool);
        call(client);
        long before = waitsOfItsThreads();

        for (int i = 0; i < calls; i++) {
            call(client);
        }

        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(waitsOfItsThreads() - before).isLessThan(calls / 2);
        pool.evictAll();
    }

    @Test
    void aConnectionThatIsIdleForTooLongIsClosed() throws Exception {
        ConnectionPool pool = CalmConnectionPool.of(5, Duration.ofMillis(50));

        call(client(pool));

        awaitConnections(pool, 0);
    }

    @Test
    void idleConnectionsBeyondTheLimitAreClosed() throws Exception {
        ConnectionPool pool = CalmConnectionPool.of(1, Duration.ofMinutes(5));
        Phaser together = new Phaser(PARTIES);
        OkHttpClient client = client(pool)
                .newBuilder()
                .addNetworkInterceptor(chain -> {
                    together.arriveAndAwaitAdvance();
                    return chain.proceed(chain.request());
                })
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(PARTIES);
        for (var reply : threads.invokeAll(Collections.nCopies(PARTIES, () -> call(client)))) {
            assertThat(reply.get()).isEqualTo("Hello");
        }
        threads.shutdown();

        awaitConnections(pool, 1);
        pool.evictAll();
    }

    private static void awaitConnections(ConnectionPool pool, int count) throws InterruptedException {
        while (pool.connectionCount() != count) {
            Thread.sleep(20);
        }
    }

    private static OkHttpClient client(ConnectionPool pool) {
        return new OkHttpClient.Builder().connectionPool(pool).build();
    }

    private String call(OkHttpClient client) throws IOException {
        try (Response response = client.newCall(
                        new Request.Builder().url(server.url("/")).build())
                .execute()) {
            return response.body().string();
        }
    }

    /** How often they went to sleep, which they do again each time they are woken. */
    private static long waitsOfItsThreads() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().contains("ConnectionPool"))
                .mapToLong(ThreadInfo::getWaitedCount)
                .sum();
    }
}
