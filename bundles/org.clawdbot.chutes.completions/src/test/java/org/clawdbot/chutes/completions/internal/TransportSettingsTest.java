package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.RequestRejectedException;
import org.junit.jupiter.api.Test;

class TransportSettingsTest {

    @Test
    void withoutAnySettingItGoesToChutesWithPatienceForColdModels() {
        TransportSettings settings = TransportSettings.of(config(Map.of()));

        assertThat(settings.endpoint().at("/x")).isEqualTo("https://llm.chutes.ai/v1/x");
        assertThat(settings.headers()).isEmpty();
        assertThat(settings.timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        Duration.ofHours(1)));
        assertThat(settings.retries()).isEqualTo(new RetryPolicy(2, Duration.ofSeconds(5)));
        assertThat(settings.requestsPerMinute()).isEqualTo(60);
    }

    @Test
    void readsEverySetting() {
        TransportSettings settings = TransportSettings.of(config(Map.of(
                "baseUrl", "http://127.0.0.1:9/v1/",
                "_headers", new String[] {"X-Team: blue", "no colon"},
                "connectSeconds", 1,
                "firstTokenSeconds", 2,
                "idleSeconds", 3,
                "totalSeconds", 4,
                "maxRetries", 6,
                "retrySeconds", 7,
                "requestsPerMinute", 8)));

        assertThat(settings.endpoint().at("/x")).isEqualTo("http://127.0.0.1:9/v1/x");
        assertThat(settings.headers()).containsExactly(Map.entry("X-Team", "blue"));
        assertThat(settings.timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4)));
        assertThat(settings.retries()).isEqualTo(new RetryPolicy(6, Duration.ofSeconds(7)));
        assertThat(settings.requestsPerMinute()).isEqualTo(8);
        assertThat(settings.toString()).doesNotContain("blue");
    }

    @Test
    void headersAreSentButNeverInPlaceOfTheCredential() {
        TransportSettings settings = TransportSettings.of(
                config(Map.of("_headers", new String[] {"X-Team: blue", "Authorization: Bearer other"})));
        ChatRequest chat =
                ChatRequest.builder().user("hi").header("X-Trace", "7").build();

        Request request = sent(completion(chat, true), settings, true);

        assertThat(request.header("X-Team")).isEqualTo("blue");
        assertThat(request.header("X-Trace")).isEqualTo("7");
        assertThat(request.header("X-TEE-Only")).isEqualTo("true");
        assertThat(request.headers("Authorization")).containsExactly("Bearer fake");
        assertThat(request.header("Accept")).isEqualTo("text/event-stream");
    }

    private static Request sent(CompletionRequest completion, TransportSettings settings, boolean stream) {
        return CompletionHttpRequest.of(completion, CompletionHttpRequest.address(settings), settings, stream)
                .with(new SendOnce.Mark());
    }

    @Test
    void aHeaderThatCannotBeSentIsNamedAndItsValueIsNot() {
        ChatRequest chat =
                ChatRequest.builder().user("hi").header("X-Bad", "a\nb").build();

        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> sent(completion(chat, false), TransportSettings.of(config(Map.of())), false))
                .withMessageContaining("X-Bad")
                .withMessageNotContaining("a\nb");
    }

    @Test
    void anHttpClientThatHasJustGoneIsNamed() {
        ChutesTransport transport = new ChutesTransport(
                TransportSettings.of(config(Map.of())),
                () -> null, // what the framework gives for a service that was unregistered meanwhile
                new RateLimiters(System::nanoTime, Pause::real),
                Pause::real);

        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> transport.stream(completion(ChatRequest.of("hi"), false)))
                .withMessageContaining("org.clawdbot.http");
    }

    @Test
    void anAddressThatIsNoUrlFailsTheRequestAndNotTheComponent() {
        ChutesTransport transport = new ChutesTransport(
                TransportSettings.of(config(Map.of("baseUrl", "llm.chutes.ai"))),
                OkHttpClient::new,
                new RateLimiters(System::nanoTime, Pause::real),
                Pause::real);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> transport.stream(completion(ChatRequest.of("hi"), false)))
                .withMessageContaining("org.clawdbot.chutes.completions baseUrl");
    }

    private static CompletionRequest completion(ChatRequest chat, boolean teeOnly) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", "a/b")).build(),
                chat,
                new Credential("chutes", "chutes:test", "api-key", Secret.of("fake"), null),
                teeOnly);
    }

    private static ChutesTransport.Config config(Map<String, Object> members) {
        return (ChutesTransport.Config) Proxy.newProxyInstance(
                ChutesTransport.Config.class.getClassLoader(),
                new Class<?>[] {ChutesTransport.Config.class, Annotation.class},
                (proxy, method, arguments) -> members.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
