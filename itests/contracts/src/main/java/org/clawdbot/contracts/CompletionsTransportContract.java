package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport of completions to Chutes promises, proved against the scripted server. */
@Timeout(30)
public abstract class CompletionsTransportContract {

    protected static final ToolDefinition TIME = new ToolDefinition(
            "current_time",
            "Tells the time",
            "{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"}},\"required\":[\"zone\"]}");

    private static final String TEXT = "Grüße aus Zürich — 你好, 🌍! \"quoted\" \\ and\nnew lines.";

    /** The scripted server, new for each test. */
    protected ChutesSimulator chutes;

    private CompletionsTransport transport;

    /**
     * Makes the transport under test.
     *
     * @param server where it sends to
     * @param idle how long a reply may pause
     * @return the transport
     */
    protected abstract CompletionsTransport transport(ChutesSimulator server, Duration idle);

    @BeforeEach
    void start() throws Exception {
        chutes = ChutesSimulator.builder().revokedKey(FakeKeys.REVOKED).start();
        transport = transport(chutes, Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        chutes.close();
    }

    @Test
    void streamsTextInPiecesThatMakeTheWhole() {
        chutes.chat(Behaviour.reply(TEXT).with(Setting.CHUNK_CHARS, 3));

        List<ChatEvent> events = events(request("hi"));

        assertThat(events.get(0)).isInstanceOf(ChatEvent.Started.class);
        assertThat(text(events)).isEqualTo(TEXT);
        assertThat(events.stream().filter(ChatEvent.TextDelta.class::isInstance).count())
                .isGreaterThan(5);
        ChatResult result = result(events);
        assertThat(result.text()).isEqualTo(TEXT);
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(result.requestedModel()).isEqualTo("chutes/zai-org/GLM-4.7-Flash");
        assertThat(result.answeredModel()).isEqualTo("zai-org/GLM-4.7-Flash");
        assertThat(result.invocationId()).isNotBlank();
        assertThat(result.limits()).isNotNull();
    }

    @Test
    void takesTheLastUsageAndNeverASum() {
        chutes.chat(Behaviour.reply(TEXT)
                .with(Setting.USAGE, "every")
                .with(Setting.USAGE_TOKENS, json("{\"prompt\":12,\"completion\":34,\"cached\":5,\"reasoning\":7}")));

        assertThat(result(events(request("hi"))).usage()).isEqualTo(new Usage(12, 34, 5L, 7L, 46));
    }

    @Test
    void usageThatIsNotSentIsUnknown() {
        chutes.chat(Behaviour.reply("Hi").with(Setting.USAGE, "none"));

        assertThat(result(events(request("hi"))).usage()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void reasoningIsTakenOnceWhateverItsName(ReasoningField field) {
        chutes.chat(Behaviour.reply("Four.")
                .with(Setting.REASONING, "Two and two.")
                .with(Setting.REASONING_FIELD, field.name()));

        List<ChatEvent> events = events(request("2+2?"));

        assertThat(result(events).reasoning()).isEqualTo("Two and two.");
        assertThat(events.stream()
                        .filter(ChatEvent.ReasoningDelta.class::isInstance)
                        .map(event -> ((ChatEvent.ReasoningDelta) event).text())
                        .collect(Collectors.joining()))
                .isEqualTo("Two and two.");
        assertThat(result(events).text()).isEqualTo("Four.");
    }

    /** The names under which servers send reasoning. */
    enum ReasoningField {
        reasoning_content,
        reasoning,
        both
    }

    /** How servers number the calls of one reply. */
    enum ToolIndex {
        normal,
        missing,
        zero
    }

    @ParameterizedTest
    @EnumSource
    void parallelToolCallsAreToldApartHoweverTheyAreNumbered(ToolIndex index) {
        chutes.chat(Behaviour.normal()
                .with(
                        Setting.TOOL_CALLS,
                        json(
                                """
                        [{"id":"call_a","name":"current_time","arguments":"{\\"zone\\":\\"UTC\\"}"},
                         {"id":"call_b","name":"current_time","arguments":"{\\"zone\\":\\"Asia/Tokyo\\"}"}]"""))
                .with(Setting.TOOL_INDEX, index.name()));

        ChatResult streamed = result(events(toolRequest()));
        ChatResult whole = transport.complete(toolRequest());

        assertThat(streamed.toolCalls())
                .containsExactly(
                        new ToolCall("call_a", "current_time", "{\"zone\":\"UTC\"}"),
                        new ToolCall("call_b", "current_time", "{\"zone\":\"Asia/Tokyo\"}"));
        assertThat(streamed.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(whole.toolCalls()).isEqualTo(streamed.toolCalls());
    }

    @Test
    void aWholeReplyEqualsAStreamedOne() {
        chutes.chat(Behaviour.reply(TEXT).with(Setting.REASONING, "Hm."));

        assertThat(bothWays(request("hi")).text()).isEqualTo(TEXT);
    }

    /** Asks for the reply in one piece and as a stream, and shows that it is the same. */
    private ChatResult bothWays(CompletionRequest request) {
        List<ChatEvent> events = events(request);
        ChatResult streamed = result(events);
        ChatResult whole = transport.complete(request);

        assertThat(whole.toBuilder().invocationId(null).limits(null).build())
                .isEqualTo(streamed.toBuilder().invocationId(null).limits(null).build());
        assertThat(text(events)).isEqualTo(streamed.text());
        assertThat(events.stream().filter(ChatEvent.Notice.class::isInstance).toList())
                .isEqualTo(streamed.notices());
        return streamed;
    }

    /** How families of models write calls into their text. */
    enum ToolFormat {
        kimi,
        deepseek,
        hermes,
        llama
    }

    @ParameterizedTest
    @EnumSource
    void callsThatLeakedIntoTheTextAreCallsAndNotShown(ToolFormat format) {
        chutes.chat(
                Behaviour.reply("I look it up. ")
                        .with(Setting.TOOL_FORMAT, format.name())
                        .with(
                                Setting.TOOL_CALLS,
                                json(
                                        """
                        [{"id":"functions.current_time:0","name":"current_time","arguments":"{\\"zone\\": \\"UTC\\"}"},
                         {"id":"functions.current_time:1","name":"current_time","arguments":"{\\"zone\\": \\"<b>\\"}"}]""")));

        ChatResult reply = bothWays(toolRequest());

        assertThat(reply.toolCalls())
                .extracting(ToolCall::name, ToolCall::arguments, ToolCall::problem)
                .containsExactly(
                        tuple("current_time", "{\"zone\": \"UTC\"}", null),
                        tuple("current_time", "{\"zone\": \"<b>\"}", null));
        assertThat(reply.text()).isEqualTo("I look it up. ");
        assertThat(reply.notices()).extracting(ChatEvent.Notice::code).containsExactly("tool-call-recovered");
    }

    @ParameterizedTest
    @EnumSource
    void whatLooksLikeACallOfAToolThatIsNotOfferedStaysText(ToolFormat format) {
        chutes.chat(Behaviour.normal()
                .with(Setting.TEXT, "")
                .with(Setting.TOOL_FORMAT, format.name())
                .with(Setting.TOOL_CALLS, json("[{\"id\":\"functions.rm:0\",\"name\":\"rm\",\"arguments\":\"{}\"}]")));

        ChatResult reply = bothWays(toolRequest());

        assertThat(reply.toolCalls()).isEmpty();
        assertThat(reply.text()).contains("rm").contains("{}").contains("<");
        assertThat(bothWays(request("no tools at all")).text()).isEqualTo(reply.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zai-org/GLM-4.7-Flash", "deepseek-ai/DeepSeek-R1"})
    void thinkingInTheTextIsSplitOffForAModelThatThinks(String model) {
        chutes.chat(Behaviour.reply("Four.")
                .with(Setting.REASONING, "Two and two.")
                .with(Setting.REASONING_FIELD, "think"));

        ChatResult reply = bothWays(request(model, "2+2?"));

        assertThat(reply.reasoning()).isEqualTo("Two and two.");
        assertThat(reply.text()).isEqualTo("Four.");
    }

    @Test
    void aClosingTagAloneEndsTheThinkingOfAModelThatAlwaysThinks() {
        chutes.chat(Behaviour.reply("Four.")
                .with(Setting.REASONING, "Two and two.")
                .with(Setting.REASONING_FIELD, "think-close"));

        ChatResult always = bothWays(request("deepseek-ai/DeepSeek-R1", "2+2?"));
        ChatResult other = bothWays(request("zai-org/GLM-4.7-Flash", "2+2?"));

        assertThat(always.reasoning()).isEqualTo("Two and two.");
        assertThat(always.text()).isEqualTo("Four.");
        assertThat(other.text()).isEqualTo("Two and two.</think>\n\nFour.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"zone\":\"UTC\"",
                "{\"zone\":\"UTC",
                "{\"zone\":\"UTC\",}",
                "{\"zone\":\"UTC\"}{\"zone\":\"UTC\"}"
            })
    void argumentsAreRepairedWhereThatIsCertain(String written) {
        chutes.chat(call(written));

        assertThat(bothWays(toolRequest()).toolCalls())
                .containsExactly(new ToolCall("call_a", "current_time", "{\"zone\":\"UTC\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"zone\":", "{zone:1}", "[]", "UTC"})
    void argumentsThatCannotBeReadAreAProblemOfTheCallAndNotOfTheReply(String written) {
        chutes.chat(call(written));

        ToolCall call = bothWays(toolRequest()).toolCalls().get(0);

        assertThat(call.arguments()).isEqualTo(written);
        assertThat(call.problem()).contains("not a valid JSON object");
    }

    @Test
    void aCallThatReachedTheLimitOfTokensIsNeverCompleted() {
        chutes.chat(call("{\"zone\":\"UT").with(Setting.FINISH_REASON, "length"));

        assertThat(bothWays(toolRequest()).toolCalls().get(0).problem()).contains("cut off");
    }

    private static Behaviour call(String arguments) {
        return Behaviour.normal()
                .with(
                        Setting.TOOL_CALLS,
                        new ObjectMapper()
                                .createArrayNode()
                                .add(new ObjectMapper()
                                        .createObjectNode()
                                        .put("id", "call_a")
                                        .put("name", "current_time")
                                        .put("arguments", arguments)));
    }

    @Test
    void aReplyWithoutAReasonToFinishIsCutOff() {
        chutes.chat(Behaviour.reply("one two three").with(Setting.FINISH_REASON, "none"));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.stream(request("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("truncated"))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("one two three"));
        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.complete(request("hi")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("truncated"));
    }

    @Test
    void anUnknownReasonToFinishIsKeptInTheServersWord() {
        chutes.chat(Behaviour.reply("one").with(Setting.FINISH_REASON, "repetition"));

        assertThat(bothWays(request("hi")).finishReason()).isEqualTo(new FinishReason("repetition"));
    }

    @Test
    void aConversationThatIsNotValidIsMadeSoAndThatIsSaid() {
        ChatRequest chat = ChatRequest.builder()
                .message(new ChatMessage.ToolMessage("lost", "a result without a call"))
                .user("half a \ud83d character")
                .message(new ChatMessage.AssistantMessage(
                        "", null, List.of(new ToolCall("a", "current_time", "not JSON"))))
                .message(new ChatMessage.AssistantMessage("", null, List.of()))
                .user("go on")
                .build();

        ChatResult reply = bothWays(request(chat, FakeKeys.GOOD, false));

        assertThat(reply.notices()).extracting(ChatEvent.Notice::code).containsExactly("history-repaired");
        assertThat(chutes.requests("/v1/chat/completions").get(0).body())
                .contains("half a \ufffd character", "\"tool_call_id\":\"a\"")
                .doesNotContain("a result without a call");
    }

    @Test
    void aSchemaWithPatternsIsAnsweredAndWhatWasLeftOutIsSaidFirst() {
        ChatRequest chat = ChatRequest.builder()
                .user("hi")
                .responseFormat(
                        ResponseFormat.jsonSchema(
                                "answer",
                                "{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\",\"pattern\":\"^a+$\"}}}"))
                .build();

        List<ChatEvent> events = events(request(chat, FakeKeys.GOOD, false));

        assertThat(events.get(1)).isInstanceOfSatisfying(ChatEvent.Notice.class, notice -> assertThat(notice.code())
                .isEqualTo("pattern-removed"));
        assertThat(bothWays(request(chat, FakeKeys.GOOD, false)).text()).contains("\"pattern\"");
    }

    @Test
    void aLimitAsLargeAsTheWindowIsAccepted() {
        ModelInfo model = ModelInfo.builder(new ModelReference("chutes", "Qwen/Qwen3-32B-TEE"))
                .contextWindow(40960L)
                .maxOutputTokens(40960L)
                .build();
        ChatRequest chat =
                ChatRequest.builder().user("hi ".repeat(5_000)).maxTokens(40960).build();

        ChatResult reply = bothWays(new CompletionRequest(
                model,
                chat,
                new Credential("chutes", "chutes:test", "api-key", Secret.of(FakeKeys.GOOD), null),
                false));

        assertThat(reply.notices()).extracting(ChatEvent.Notice::code).containsExactly("max-tokens-lowered");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalHasACodeAndSaysWhatToDo(Behaviour refusal, String code, String advice) {
        chutes.chat(refusal.withHeader("X-Chutes-InvocationID", "inv-1").withHeader("X-Chutes-Quota-Total", "300"));

        for (boolean streamed : new boolean[] {true, false}) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> {
                        if (streamed) {
                            transport.stream(request("hi")).close();
                        } else {
                            transport.complete(request("hi"));
                        }
                    })
                    .withMessageContaining(advice)
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(code);
                        assertThat(e.details().invocationId()).isEqualTo("inv-1");
                        assertThat(e.details().limits()).isEqualTo(new AccountLimits(300L, null, null, null));
                    });
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Behaviour.atCapacity(), "capacity", "use another model"),
                Arguments.of(Behaviour.coldModel(), "cold", "try again in a few minutes"),
                Arguments.of(
                        Behaviour.error(503, "This chute is currently disabled."), "disabled", "use another model"),
                Arguments.of(Behaviour.html(429, "<html>429</html>"), "ingress-limit", "check the credential"),
                Arguments.of(Behaviour.empty(502), "server-error", "try again"),
                Arguments.of(Behaviour.html(504, "<html>504</html>"), "gateway-timeout", "ask for a stream"),
                Arguments.of(Behaviour.error(429, "Banned for 600 seconds"), "banned", "send nothing"),
                Arguments.of(
                        Behaviour.error(
                                402,
                                json(
                                        """
                                {"message":"Quota exceeded and account balance is $0.0",
                                 "quota_reset_timestamp":"2026-08-23T00:00:00+00:00"}""")),
                        "quota",
                        "2026-08-23T00:00:00Z"),
                Arguments.of(
                        Behaviour.error(402, "Subscription usage cap exceeded. Please add balance to continue."),
                        "subscription-cap",
                        "top up"),
                Arguments.of(Behaviour.error(404, "model not found: x"), "model-not-found", "models list"),
                Arguments.of(Behaviour.error(413, "Request body is too large."), "too-large", "send less"),
                Arguments.of(
                        Behaviour.error(500, "exhausted all available targets to no avail"),
                        "instances-failed",
                        "try once more"),
                Arguments.of(
                        Behaviour.error(
                                400,
                                "Invalid request: Invalid request: {\"detail\":{\"object\":\"error\",\"message\":"
                                        + "\"The input is longer than the model's context length\",\"code\":400}}"),
                        "context-overflow",
                        "shorten it"));
    }

    @ParameterizedTest
    @EnumSource
    void howTheBytesArriveDoesNotMatter(Delivery delivery) {
        Behaviour plain = Behaviour.reply(TEXT).with(Setting.CHUNK_CHARS, 2);
        chutes.chat(
                switch (delivery) {
                    case CRLF -> plain.with(Setting.LINE_ENDS, "crlf");
                    case COMMENTS -> plain.with(Setting.COMMENTS, true);
                    case SPLIT_CHARACTERS -> plain.with(Setting.SPLIT_UTF8, true);
                });

        assertThat(result(events(request("hi"))).text()).isEqualTo(TEXT);
    }

    /** Ways to deliver the same events. */
    enum Delivery {
        CRLF,
        COMMENTS,
        SPLIT_CHARACTERS
    }

    @ParameterizedTest
    @EnumSource(names = "HANG", mode = EnumSource.Mode.EXCLUDE)
    void aReplyThatBreaksIsNeverPassedOffAsWhole(Fault fault) {
        chutes.chat(Behaviour.reply("one two three four five six seven")
                .with(Setting.REASONING, "")
                .with(Setting.FAULT, key(fault))
                .with(Setting.FAULT_AFTER, 4));
        List<ChatEvent> events = new ArrayList<>();

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> {
                    try (ChatStream stream = transport.stream(request("hi"))) {
                        stream.forEach(events::add);
                    }
                })
                .satisfies(e -> {
                    assertThat(e.partial().orElseThrow().text())
                            .startsWith("one")
                            .doesNotContain("seven");
                    assertThat(e.partial().orElseThrow().finishReason()).isNull();
                    assertThat(e.details().invocationId()).isNotBlank();
                });
        assertThat(events).noneMatch(ChatEvent.Completed.class::isInstance);
        assertThat(text(events)).startsWith("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "error"})
    void aReplyThatTheEngineGaveUpIsNotWhole(String reason) {
        chutes.chat(Behaviour.reply("one two three").with(Setting.FINISH_REASON, reason));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.stream(request("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("given-up"));
        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> transport.complete(request("hi")))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("one two three"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 503})
    void aRefusalIsNeverAnsweredBySendingOnceMore(int status) {
        chutes.chat(Behaviour.error(status, "come back at once").withHeader("Retry-After", "0"));

        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> transport.stream(request("hi")));
        assertThat(chutes.requests("/v1/chat/completions")).hasSize(1);
    }

    @Test
    void aKeyThatCannotBeSentMeansSigningInAgain() {
        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> transport.stream(request(ChatRequest.of("hi"), "cpk_fäke\nkey", false)))
                .withMessageContaining("chutes:test")
                .withMessageNotContaining("cpk_");
    }

    @Test
    void interruptingAThreadThatWaitsForTheFirstTokenEndsTheRequest() throws Exception {
        chutes.chat(Behaviour.normal().withDelays(Duration.ofSeconds(25), Duration.ZERO));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                transport.stream(request("hi")).close();
            } catch (ModelException e) {
                thrown.set(e);
            }
        });
        caller.start();
        chutes.awaitRequests(1, Duration.ofSeconds(10));

        caller.interrupt();
        caller.join(5_000);

        assertThat(thrown.get()).isInstanceOf(RequestCancelledException.class);
    }

    @Test
    void aReplyThatPausesTooLongIsBroken() {
        chutes.chat(Behaviour.breaking(Fault.HANG, 3));
        CompletionsTransport impatient = transport(chutes, Duration.ofMillis(300));

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> impatient.stream(request("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("idle-timeout"));
    }

    @Test
    void aCallerWhoTakesTimeBetweenEventsIsNotAPause() throws Exception {
        chutes.chat(Behaviour.reply("one two three"));
        CompletionsTransport impatient = transport(chutes, Duration.ofMillis(100));

        try (ChatStream stream = impatient.stream(request("hi"))) {
            StringBuilder text = new StringBuilder();
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta) {
                    text.append(delta.text());
                    TimeUnit.MILLISECONDS.sleep(120);
                }
            }
            assertThat(text).hasToString("one two three");
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheRequestAtTheServer() throws Exception {
        chutes.chat(Behaviour.breaking(Fault.HANG, 3));
        ChatStream stream = transport.stream(request("hi"));
        CompletableFuture<ModelException> failure = CompletableFuture.supplyAsync(() -> {
            try {
                stream.result();
                return null;
            } catch (ModelException e) {
                return e;
            }
        });
        chutes.awaitOpenStreams(1, Duration.ofSeconds(10));

        stream.close();

        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestCancelledException.class);
        chutes.awaitDisconnectedStreams(1, Duration.ofSeconds(10));
    }

    @Test
    void leavingTheLoopEarlyEndsTheRequestAtTheServer() throws Exception {
        chutes.chat(Behaviour.reply("word ".repeat(2_000)).withDelays(Duration.ZERO, Duration.ofMillis(20)));

        try (ChatStream stream = transport.stream(request("hi"))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta) {
                    break;
                }
            }
        }

        chutes.awaitDisconnectedStreams(1, Duration.ofSeconds(10));
    }

    @Test
    void aStreamThatIsNeverReadCanBeClosed() throws Exception {
        chutes.chat(Behaviour.reply("word ".repeat(2_000)).withDelays(Duration.ZERO, Duration.ofMillis(20)));
        ChatStream stream = transport.stream(request("hi"));

        stream.close();
        stream.close();

        chutes.awaitDisconnectedStreams(1, Duration.ofSeconds(10));
    }

    @Test
    void eventsAreGivenOutOnce() {
        try (ChatStream stream = transport.stream(request("hi"))) {
            assertThat(stream.iterator()).isNotNull();
            assertThatIllegalStateException().isThrownBy(stream::iterator);
        }
    }

    @Test
    void aRefusalBeforeTheFirstTokenIsThrownAtOnce() {
        chutes.chat(Behaviour.coldModel());

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> transport.stream(request("hi")))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("cold");
                    assertThat(e.details().model()).isEqualTo("zai-org/GLM-4.7-Flash");
                    assertThat(e.details().profileId()).isEqualTo("chutes:test");
                });
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> transport.complete(request("hi")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("cold"));
    }

    @Test
    void aRefusedCredentialIsNotPrinted() {
        CompletionRequest request = request(ChatRequest.of("hi"), FakeKeys.REVOKED, false);

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> transport.stream(request))
                .withMessageNotContaining(FakeKeys.REVOKED);
    }

    @Test
    void aModelOutsideATrustedEnvironmentRefusesWhenOneIsDemanded() {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> transport.stream(request(ChatRequest.of("hi"), FakeKeys.GOOD, true)))
                .satisfies(e -> assertThat(e.code()).isEqualTo("not-in-tee"));
    }

    @Test
    void aToolRoundTripIsAcceptedByTheServer() {
        ChatRequest question = ChatRequest.builder()
                .user("What is the current time in Rome?")
                .tools(List.of(TIME))
                .build();
        ChatResult call = result(events(request(question, FakeKeys.GOOD, false)));
        assertThat(call.toolCalls()).hasSize(1);

        ChatResult answer = result(events(request(
                question.toBuilder()
                        .message(call.toMessage())
                        .message(new ChatMessage.ToolMessage(
                                call.toolCalls().get(0).id(), "It is 12:34."))
                        .build(),
                FakeKeys.GOOD,
                false)));

        assertThat(answer.text()).contains("12:34");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    }

    /**
     * Makes a request to the default model.
     *
     * @param text what the user says
     * @return the request
     */
    protected static CompletionRequest request(String text) {
        return request(ChatRequest.of(text), FakeKeys.GOOD, false);
    }

    /**
     * Makes a request to the default model.
     *
     * @param chat what to ask
     * @param key the key to send
     * @param teeOnly whether a trusted execution environment is demanded
     * @return the request
     */
    protected static CompletionRequest request(ChatRequest chat, String key, boolean teeOnly) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", "zai-org/GLM-4.7-Flash"))
                        .build(),
                chat,
                new Credential("chutes", "chutes:test", "api-key", Secret.of(key), null),
                teeOnly);
    }

    private static CompletionRequest request(String model, String text) {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference("chutes", model)).build(),
                ChatRequest.of(text),
                new Credential("chutes", "chutes:test", "api-key", Secret.of(FakeKeys.GOOD), null),
                false);
    }

    private static CompletionRequest toolRequest() {
        return request(ChatRequest.builder().user("times?").tools(List.of(TIME)).build(), FakeKeys.GOOD, false);
    }

    private List<ChatEvent> events(CompletionRequest request) {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = transport.stream(request)) {
            stream.forEach(events::add);
        }
        return events;
    }

    private static ChatResult result(List<ChatEvent> events) {
        return ((ChatEvent.Completed) events.get(events.size() - 1)).result();
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(event -> ((ChatEvent.TextDelta) event).text())
                .collect(Collectors.joining());
    }

    private static String key(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
