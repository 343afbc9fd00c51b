package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SendingAgainTest {

    private static final RetryPolicy TWICE = new RetryPolicy(2, Duration.ofSeconds(5));

    private final List<Duration> pauses = new ArrayList<>();
    private final List<ChatEvent.Notice> notices = new CopyOnWriteArrayList<>();
    private ChutesSimulator chutes;

    @BeforeEach
    void start() {
        chutes = ChutesSimulator.start();
    }

    @AfterEach
    void stop() {
        chutes.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullModelIsAskedAgainAndTheUserSeesIt(boolean streamed) {
        refuse(Behaviour.atCapacity(), 2);

        ChatResult result = ask(streamed);

        assertThat(result.text()).contains("again and again");
        assertThat(pauses).hasSize(2);
        assertThat(notices).extracting(ChatEvent.Notice::code).containsExactly("retrying", "retrying");
        assertThat(notices.get(0).message())
                .matches("The model is full now\\. Trying again in \\d\\.\\d s \\(1 of 2\\)");
        assertThat(result.attempts()).extracting(Attempt::failure).containsExactly("capacity", "capacity");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullModelThatSaysWhenItIsFreeIsAskedAgainThen(boolean streamed) {
        refuse(Behaviour.atCapacity().withHeader("Retry-After", "3"), 1);

        ChatResult result = ask(streamed);

        assertThat(result.text()).contains("again and again");
        assertThat(pauses).containsExactly(Duration.ofSeconds(3));
        assertThat(notices)
                .extracting(ChatEvent.Notice::message)
                .containsExactly("The model is full now. Trying again in 3.0 s (1 of 2)");
        assertThat(result.attempts()).extracting(Attempt::failure).containsExactly("capacity");
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullModelThatIsFreeTooLateIsAnErrorAtOnceThatSaysWhen(boolean streamed) {
        refuse(Behaviour.atCapacity().withHeader("Retry-After", "90"), 1);

        assertThatExceptionOfType(ModelUnavailableException.class)
                .isThrownBy(() -> ask(streamed))
                .withMessageContaining("try again in 90 s")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("capacity");
                    assertThat(e.details().retryAfter()).isEqualTo(Duration.ofSeconds(90));
                });
        assertThat(pauses).isEmpty();
        assertThat(notices).isEmpty();
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void aColdModelIsSaidToWarmUp() {
        refuse(Behaviour.coldModel().withHeader("Retry-After", "2"), 1);

        ask(true);

        assertThat(notices).extracting(ChatEvent.Notice::code).containsExactly("warming-up");
        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void givesUpWithTheLastReason() {
        refuse(Behaviour.atCapacity(), 3);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ask(true))
                .satisfies(e -> assertThat(e.code()).isEqualTo("capacity"));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(3);
    }

    @Test
    void aServerThatForbidsItIsNotAskedAgain() {
        refuse(Behaviour.atCapacity().withHeader("x-should-retry", "false"), 3);

        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ask(true));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void aUsedUpQuotaIsNotHammered() {
        refuse(Behaviour.error(402, "Subscription usage cap exceeded. Please add balance to continue."), 3);

        assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> ask(true));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void whatBrokeAfterTheFirstTokenIsNeverSentAgain() {
        refuse(Behaviour.breaking(Fault.RESET, 3), 1);

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> ask(true));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void aRefusedConnectionIsTriedAgain() throws Exception {
        int port;
        try (ServerSocket shortLived = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = shortLived.getLocalPort();
        }
        URI gone = URI.create("http://127.0.0.1:" + port + "/v1");

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> transport(gone, Transports.PATIENT, 0).stream(listened("hi"))
                        .close());
        assertThat(pauses).hasSize(2);
    }

    @Test
    void anInterruptEndsTheWaitBetweenTwoTries() {
        refuse(Behaviour.atCapacity(), 1);
        Pause interrupted = time -> {
            throw new InterruptedException();
        };
        ChutesTransport transport = new ChutesTransport(
                Transports.settings(chutes.baseUrl(), Transports.PATIENT, TWICE, 0),
                OkHttpClient::new,
                new RateLimiters(System::nanoTime, Pause::real),
                interrupted);

        assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(() -> transport.stream(listened("hi")));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSlowFirstTokenIsSaidOnceWhileTheCallerWaits() {
        chutes.chat(Behaviour.reply("Good morning").withDelays(Duration.ofMillis(600), Duration.ZERO));
        Timeouts soon = new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));

        assertThat(transport(chutes.baseUrl(), soon, 0).stream(listened("hi"))
                        .result()
                        .text())
                .isEqualTo("Good morning");

        assertThat(notices).extracting(ChatEvent.Notice::code).containsExactly("warming-up");
    }

    @Test
    void aListenerThatFailsDoesNotHarmTheRequest() {
        refuse(Behaviour.atCapacity(), 1);
        CompletionRequest plain = Transports.request("hi");
        CompletionRequest request =
                new CompletionRequest(plain.model(), plain.chat(), plain.credential(), false, notice -> {
                    throw new IllegalStateException("listener");
                });

        assertThat(transport(chutes.baseUrl(), Transports.PATIENT, 0).stream(request)
                        .result()
                        .text())
                .isNotBlank();
    }

    @Test
    void theFirstTokenHasToComeInTime() {
        chutes.chat(Behaviour.normal().withDelays(Duration.ofSeconds(25), Duration.ZERO));

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> transport(chutes.baseUrl(), limits(300, 60_000), 0).stream(listened("hi")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("first-token-timeout"));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void theWholeRequestHasToEndInTime() {
        chutes.chat(Behaviour.reply("word ".repeat(2_000)).withDelays(Duration.ZERO, Duration.ofMillis(20)));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport(chutes.baseUrl(), limits(20_000, 700), 0).stream(listened("hi"))
                        .result())
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("total-timeout");
                    assertThat(e.partial().orElseThrow().text()).startsWith("word");
                });
    }

    @Test
    void theLimitOfTheCredentialIsKeptAndItsWaitIsSaid() {
        chutes.chat(Behaviour.reply("Hi").withHeader("X-Chutes-RL-User", "1"));
        ChutesTransport transport = transport(chutes.baseUrl(), limits(20_000, 60_000), 60);
        transport.stream(listened("one")).result();

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> transport.stream(listened("two")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("rate-limit"));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    private ChatResult ask(boolean streamed) {
        ChutesTransport transport = transport(chutes.baseUrl(), Transports.PATIENT, 0);
        CompletionRequest request = listened("again and again");
        return streamed ? transport.stream(request).result() : transport.complete(request);
    }

    private ChutesTransport transport(URI base, Timeouts timeouts, int requestsPerMinute) {
        return new ChutesTransport(
                Transports.settings(base, timeouts, TWICE, requestsPerMinute),
                OkHttpClient::new,
                new RateLimiters(System::nanoTime, Pause::real),
                pauses::add);
    }

    private CompletionRequest listened(String text) {
        CompletionRequest plain = Transports.request(text);
        return new CompletionRequest(plain.model(), plain.chat(), plain.credential(), false, notices::add);
    }

    private static Timeouts limits(int firstTokenMillis, int totalMillis) {
        return new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(firstTokenMillis),
                Duration.ofSeconds(20),
                Duration.ofMillis(totalMillis));
    }

    private void refuse(Behaviour behaviour, int times) {
        chutes.scenario(Scenario.of(Rule.always(behaviour).times(times)));
    }
}
