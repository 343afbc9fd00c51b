package org.clawdbot.chutes.completions.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.testkit.simulator.FakeKeys;

/** Makes transports for tests, each with its own HTTP client and limits. */
final class Transports {

    static final RetryPolicy NO_RETRIES = new RetryPolicy(0, Duration.ZERO);

    /** Long enough for a busy machine, short enough for a test that hangs. */
    static final Timeouts PATIENT = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60));

    private static final int ANY_NUMBER = 0;

    private Transports() {}

    static ChutesTransport to(URI base, Timeouts timeouts, RetryPolicy retries) {
        return new ChutesTransport(
                settings(base, timeouts, retries, ANY_NUMBER),
                OkHttpClient::new,
                new RateLimiters(System::nanoTime, Pause::real),
                Pause::real);
    }

    static ChutesTransport patientlyTo(URI base) {
        return to(base, PATIENT, NO_RETRIES);
    }

    static TransportSettings settings(URI base, Timeouts timeouts, RetryPolicy retries, int requestsPerMinute) {
        return new TransportSettings(
                Endpoint.of(base.toString(), Endpoint.INFERENCE, "baseUrl"),
                Map.of(),
                timeouts,
                retries,
                requestsPerMinute);
    }

    static CompletionRequest request(String text) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"))
                        .build(),
                ChatRequest.of(text),
                new Credential("chutes", "chutes:test", "api-key", Secret.of(FakeKeys.GOOD), null),
                false);
    }
}
