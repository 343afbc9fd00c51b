package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimedUploadTest {

    private final AtomicInteger writeTimeoutMillis = new AtomicInteger(-1);

    @Test
    void aRequestThatFitsIntoTheBufferOfASocketIsSentWithoutALimit() {
        send("Hello");

        assertThat(writeTimeoutMillis).hasValue(0);
    }

    @Test
    void aLargeRequestIsGivenUpWhereTheServerDoesNotTakeIt() {
        send("Hello, ".repeat(10_000));

        assertThat(writeTimeoutMillis).hasPositiveValue();
    }

    private void send(String text) {
        OkHttpClient client = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    writeTimeoutMillis.set(chain.writeTimeoutMillis());
                    return chain.proceed(chain.request());
                })
                .build();
        try (ChutesSimulator chutes = ChutesSimulator.start()) {
            ChutesTransport transport = new ChutesTransport(
                    Transports.settings(chutes.baseUrl(), Transports.PATIENT, Transports.NO_RETRIES, 0),
                    () -> client,
                    new RateLimiters(System::nanoTime, Pause::real),
                    Pause::real);
            transport.complete(Transports.request(text));
        }
    }
}
