package org.clawdbot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.idp.IssuedTokens;
import org.clawdbot.testkit.simulator.idp.RegisteredApp;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day on which everything goes wrong: the first model is full, the second cold, the first credential runs out of quota,
 * the network flaps, and the access token expires in the middle. Every request is answered, or refused with the true
 * reason; nobody is asked that should rest, and no credential more often than it may be.
 */
class BadDayIT {

    private static final int REQUESTS = 500;
    private static final int CALLERS = 8;

    private static final String FULL = "moonshotai/Kimi-K2.5-TEE";
    private static final String COLD = "deepseek-ai/DeepSeek-V3.2-TEE";
    private static final String SOUND = "Qwen/Qwen3-32B-TEE";

    /** What the server tells every credential; less than there are requests, so that it must be kept. */
    private static final int ALLOWED_A_MINUTE = 250;

    /** How long a model is left alone at least after it failed, less what a request may be late. */
    private static final Duration PAUSE = Duration.ofMillis(4_000);

    private static final Duration TOGETHER = Duration.ofMillis(1_500);

    /** A minute, less what a request may be faster on its way than the one before. */
    private static final Duration MINUTE = Duration.ofSeconds(59);

    private static final int FLAPS = 12;
    private static final int FLAPS_FROM = 150;

    private static final String CHAT = "/v1/chat/completions";
    private static final Rule FULL_MODEL =
            Rule.always(Behaviour.atCapacity()).onRoute(CHAT).onModel(FULL);
    private static final Rule COLD_MODEL =
            Rule.always(Behaviour.coldModel()).onRoute(CHAT).onModel(COLD);
    private static final Rule NO_QUOTA = Rule.always(Behaviour.error(
                    402, "Quota exceeded and account balance is $0.0, please pay with fiat or send tao to 5FAKE"))
            .onRoute(CHAT)
            .onCredential(FakeKeys.GOOD);
    private static final Rule FLAP =
            Rule.always(Behaviour.breaking(Fault.RESET, 0)).onRoute(CHAT).times(FLAPS);

    @TempDir
    private Path folder;

    private ChutesSimulator chutes;
    private IssuedTokens tokens;
    private EmbeddedHost host;
    private ChatModels models;
    private volatile Instant quotaGone;
    private volatile Instant coldIsWarm;

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void startHost() throws Exception {
        chutes = ChutesSimulator.builder()
                .requireKeys(FakeKeys.GOOD, FakeKeys.OTHER)
                .start();
        Path state = Files.createDirectory(folder.resolve("state"));
        RegisteredApp app = chutes.idp().demoApp();
        Files.writeString(
                state.resolve("clawdbot.json"),
                """
                {
                  agents: {defaults: {model: {primary: "chutes/%s", fallbacks: ["chutes/%s", "chutes/%s"]}}},
                  models: {providers: {chutes: {
                    baseUrl: "%s", accountUrl: "%s", oauth: {clientId: "%s", clientSecret: "%s"},
                  }}},
                  auth: {order: {chutes: ["chutes:first", "chutes:alice"]}},
                }
                """
                        .formatted(
                                FULL,
                                COLD,
                                SOUND,
                                chutes.baseUrl(),
                                chutes.accountUrl(),
                                app.clientId(),
                                app.clientSecret()));
        System.setProperty("clawdbot.state.dir", state.toString());
        host = EmbeddedHost.start(Files.createDirectory(folder.resolve("work")));
        tokens = chutes.idp().issueTokens(app, "alice", "openid", "profile", "chutes:invoke");
        Profile.OAuth alice = new Profile.OAuth(
                "chutes:alice",
                "chutes",
                Secret.of(tokens.accessToken()),
                Secret.of(tokens.refreshToken()),
                Instant.now().plusSeconds(3600),
                app.clientId(),
                "sub_1",
                "alice",
                List.of("openid", "profile", "chutes:invoke"));
        Profile.ApiKey first = new Profile.ApiKey("chutes:first", "chutes", Secret.of(FakeKeys.GOOD), null);
        host.service(CredentialStore.class).update(now -> now.with(first).with(alice));
        models = host.service(ChatModels.class);
    }

    @AfterEach
    void stopHost() throws IOException {
        host.close();
        chutes.close();
        System.clearProperty("clawdbot.state.dir");
    }

    @Test
    void everyRequestIsAnsweredOrRefusedWithTheTrueReason() throws Exception {
        ask(0); // the callers that follow know what the first one learned
        Instant learned = Instant.now();
        AtomicInteger next = new AtomicInteger(1);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            running.add(callers.submit(() -> {
                for (int number = next.getAndIncrement(); number < REQUESTS; number = next.getAndIncrement()) {
                    ask(number);
                }
            }));
        }
        for (Future<?> each : running) {
            each.get(240, TimeUnit.SECONDS);
        }
        callers.shutdown();

        assertThat(answers).hasSize(REQUESTS);
        assertThat(answers).allSatisfy(BadDayIT::assertTrue);
        assertThat(answers).filteredOn(answer -> answer.failure() != null).hasSizeLessThanOrEqualTo(FLAPS);

        List<RecordedRequest> seen = chutes.requests(CHAT);
        assertThat(between(learned, learned.plus(PAUSE), seen))
                .extracting(BadDayIT::model)
                .as("models asked while the full one and the cold one rest")
                .containsOnly(SOUND);
        assertPauses(FULL, between(learned, Instant.MAX, seen));
        assertPauses(COLD, between(learned, coldIsWarm, seen));
        assertThat(between(quotaGone, Instant.MAX, seen))
                .extracting(request -> request.credential().orElseThrow())
                .as("credentials used since the first has no quota; whoever was under way may have met that too")
                .satisfies(used ->
                        assertThat(used).filteredOn(FakeKeys.GOOD::equals).hasSizeLessThanOrEqualTo(CALLERS));
        assertThat(seen.stream()
                        .collect(Collectors.groupingBy(
                                request -> request.credential().orElseThrow()))
                        .values())
                .allSatisfy(BadDayIT::assertWithinLimit);
        assertThat(chutes.idp().refreshes()).as("renewals").isEqualTo(1);
        assertThat(chutes.idp().reusedRefreshTokens()).isZero();
    }

    /** An answer is the whole one to its own question; a refusal says of each that could have answered why it did not. */
    private static void assertTrue(Answer answer) {
        if (answer.failure() == null) {
            assertThat(answer.text()).contains("Question " + answer.number() + ".");
        } else {
            assertThat(answer.number())
                    .as("asked while the network flaps")
                    .isGreaterThanOrEqualTo(FLAPS_FROM - CALLERS);
            assertThat(answer.failure().attempts())
                    .extracting(Attempt::failure)
                    .contains("network")
                    .isSubsetOf("network", "cooldown", "capacity", "cold", "quota");
        }
    }

    /** Whoever was under way together may fail together; then nobody asks until the pause is over. */
    private static void assertPauses(String resting, List<RecordedRequest> requests) {
        Instant first = null;
        for (RecordedRequest request : requests) {
            if (model(request).equals(resting)
                    && (first == null || request.arrived().isAfter(first.plus(TOGETHER)))) {
                assertThat(first == null || request.arrived().isAfter(first.plus(PAUSE)))
                        .as("%s was left alone after %s until %s", resting, first, request.arrived())
                        .isTrue();
                first = request.arrived();
            }
        }
    }

    private static String model(RecordedRequest request) {
        return request.json().path("model").asText();
    }

    private static void assertWithinLimit(List<RecordedRequest> requests) {
        Deque<Instant> minute = new ArrayDeque<>();
        for (RecordedRequest request : requests) {
            minute.addLast(request.arrived());
            while (minute.getFirst().isBefore(request.arrived().minus(MINUTE))) {
                minute.removeFirst();
            }
            assertThat(minute)
                    .as("requests with one credential in a minute")
                    .hasSizeLessThanOrEqualTo(ALLOWED_A_MINUTE);
        }
    }

    private static List<RecordedRequest> between(Instant from, Instant to, List<RecordedRequest> requests) {
        return requests.stream()
                .filter(request ->
                        request.arrived().isAfter(from) && request.arrived().isBefore(to))
                .toList();
    }

    /** What is wrong from a certain request on. */
    private void trouble(int number) {
        switch (number) {
            case 0 -> chutes.scenario(day(FULL_MODEL, COLD_MODEL));
            case 100 -> {
                chutes.scenario(day(NO_QUOTA, FULL_MODEL, COLD_MODEL));
                quotaGone = Instant.now();
            }
            case FLAPS_FROM -> chutes.scenario(day(FLAP, NO_QUOTA, FULL_MODEL, COLD_MODEL));
            case 220 -> {
                coldIsWarm = Instant.now();
                chutes.scenario(day(NO_QUOTA, FULL_MODEL));
            }
            case 300 -> chutes.idp().expire(tokens.accessToken());
            default -> {
                // as before
            }
        }
    }

    private static Scenario day(Rule... rules) {
        return new Scenario(
                Behaviour.normal().withHeader("X-Chutes-RL-User", Integer.toString(ALLOWED_A_MINUTE)), List.of(rules));
    }

    private void ask(int number) {
        trouble(number);
        ChatRequest request = ChatRequest.of("Question " + number + ".");
        try (ChatStream stream = models.stream(request)) {
            ChatResult result = stream.result();
            answers.add(new Answer(number, result.text(), null, result.attempts()));
        } catch (ModelException e) {
            answers.add(new Answer(number, null, e, List.of()));
        }
    }

    private record Answer(int number, String text, ModelException failure, List<Attempt> attempts) {

        String outcome() {
            return failure == null ? "answered" : failure.code();
        }
    }
}
