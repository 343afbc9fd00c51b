package org.clawdbot.telemetry.internal;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ObservedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TelemetryObserverTest {

    @RegisterExtension
    static final OpenTelemetryExtension RECORDED = OpenTelemetryExtension.create();

    private static final String QUESTION = "What is my secret?";
    private static final String ANSWER = "It is 42.";
    private static final String TRANSPORT = "org.clawdbot.chutes.completions";

    private boolean recordContent;
    private long nanos;

    @Test
    void aRequestIsASpanWithTheNamesOfTheConventions() {
        ChatObservation request = begun(true);
        request.attemptStarted(target("a/b"));
        nanos += TimeUnit.MILLISECONDS.toNanos(250);
        request.firstToken();
        nanos += TimeUnit.MILLISECONDS.toNanos(750);
        request.completed(result());

        assertThat(span())
                .hasName("chat a/b")
                .hasKind(SpanKind.CLIENT)
                .hasStatus(StatusData.unset())
                .hasAttributesSatisfyingExactly(
                        equalTo(key("gen_ai.operation.name"), "chat"),
                        equalTo(key("gen_ai.provider.name"), "chutes"),
                        equalTo(key("gen_ai.request.model"), "a/b"),
                        equalTo(AttributeKey.booleanKey("gen_ai.request.stream"), true),
                        equalTo(AttributeKey.longKey("gen_ai.request.max_tokens"), 100),
                        equalTo(key("gen_ai.response.model"), "a/b-2026"),
                        equalTo(key("gen_ai.response.id"), "inv-1"),
                        equalTo(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop")),
                        equalTo(AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk"), 0.25),
                        equalTo(AttributeKey.longKey("gen_ai.usage.input_tokens"), 12),
                        equalTo(AttributeKey.longKey("gen_ai.usage.output_tokens"), 34),
                        equalTo(AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens"), 5),
                        equalTo(key("server.address"), "llm.example"),
                        equalTo(AttributeKey.longKey("server.port"), 443),
                        equalTo(key("clawdbot.profile"), "chutes:a"),
                        equalTo(AttributeKey.doubleKey("clawdbot.cost.usd"), 0.001));
    }

    @Test
    void aRequestIsMeasuredInTheBucketsTheConventionsAdvise() {
        ChatObservation request = begun(true);
        request.attemptStarted(target("a/b"));
        nanos += TimeUnit.MILLISECONDS.toNanos(250);
        request.firstToken();
        nanos += TimeUnit.MILLISECONDS.toNanos(750);
        request.completed(result());

        HistogramPointData duration = point("gen_ai.client.operation.duration", "s");
        assertThat(duration.getSum()).isEqualTo(1.0);
        assertThat(duration.getBoundaries()).startsWith(0.01, 0.02).endsWith(40.96, 81.92);
        assertThat(duration.getAttributes())
                .containsEntry("gen_ai.request.model", "a/b")
                .containsEntry("gen_ai.response.model", "a/b-2026")
                .containsEntry("server.address", "llm.example");
        assertThat(point("gen_ai.client.operation.time_to_first_chunk", "s").getSum())
                .isEqualTo(0.25);
        assertThat(points("gen_ai.client.token.usage", "{token}"))
                .allSatisfy(tokens -> assertThat(tokens.getBoundaries()).startsWith(1.0, 4.0, 16.0))
                .extracting(
                        tokens -> tokens.getAttributes().get(key("gen_ai.token.type")) + "=" + (long) tokens.getSum())
                .containsExactlyInAnyOrder("input=12", "output=34");
    }

    @Test
    void whatIsNotStreamedHasNoTimeToTheFirstChunk() {
        ChatObservation request = begun(false);
        request.completed(result());

        assertThat(RECORDED.getMetrics())
                .extracting(MetricData::getName)
                .contains("gen_ai.client.operation.duration")
                .doesNotContain("gen_ai.client.operation.time_to_first_chunk");
    }

    @Test
    void aSpanIsTheChildOfWhatTheCallerDoes() {
        Span caller = RECORDED.getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("turn")
                .startSpan();
        ChatObservation request;
        try (Scope scope = caller.makeCurrent()) {
            assertThat(scope).isNotNull();
            request = begun(true);
        }
        request.completed(result());

        assertThat(span().getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
    }

    @Test
    void aFailedAttemptIsAnEventAndTheFallbackGivesTheSpanItsName() {
        ChatObservation request = begun(true);
        request.attemptStarted(target("a/b"));
        request.attemptFailed(Attempt.failed("chutes/a/b", "chutes:a", full()));
        request.attemptStarted(target("c/d"));
        request.completed(result());

        assertThat(span()).hasName("chat c/d").hasStatus(StatusData.unset());
        assertThat(span().getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("clawdbot.attempt.failed");
            assertThat(event.getAttributes())
                    .containsEntry("error.type", "capacity")
                    .containsEntry("http.response.status_code", 429)
                    .containsEntry("gen_ai.request.model", "chutes/a/b");
        });
    }

    @Test
    void aFailureIsAnErrorByItsCodeAlone() {
        begun(true).failed(full());

        assertThat(span()).hasStatus(StatusData.create(StatusCode.ERROR, "capacity"));
        assertThat(span().getAttributes()).containsEntry("error.type", "capacity");
        assertThat(point("gen_ai.client.operation.duration", "s").getAttributes())
                .containsEntry("error.type", "capacity");
        assertThat(span().toString()).doesNotContain("quoted by the server");
    }

    @Test
    void aDefectIsAnErrorByItsClass() {
        begun(true).failed(new IllegalStateException("private"));

        assertThat(span().getAttributes()).containsEntry("error.type", "java.lang.IllegalStateException");
    }

    @Test
    void givingUpIsNoError() {
        begun(true).cancelled();

        assertThat(span()).hasStatus(StatusData.unset());
        assertThat(span().getAttributes()).containsEntry("clawdbot.cancelled", true);
    }

    @Test
    void contentIsNotRecordedUnlessAskedFor() {
        begun(true).completed(result());

        assertThat(span().toString() + RECORDED.getMetrics()).doesNotContain(QUESTION, ANSWER);
    }

    @Test
    void contentIsRecordedInTheShapeOfTheConventionsWhereAskedFor() {
        recordContent = true;
        begun(true).completed(result());

        assertThat(span().getAttributes())
                .containsEntry(
                        "gen_ai.input.messages",
                        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + QUESTION + "\"}]}]")
                .containsEntry(
                        "gen_ai.output.messages",
                        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"" + ANSWER
                                + "\"}],\"finish_reason\":\"stop\"}]");
    }

    @Test
    void aRequestThatNamesNoModelIsJustAChat() {
        observer()
                .started(new ObservedRequest(ChatRequest.of(QUESTION), null, true))
                .cancelled();

        assertThat(span()).hasName("chat");
    }

    @Test
    void withoutOpenTelemetryNothingIsObserved() {
        TelemetryObserver observer = new TelemetryObserver(null, "1.0", false, () -> 0);

        assertThat(observer.started(new ObservedRequest(ChatRequest.of(QUESTION), null, true)))
                .isSameAs(ChatObservation.NONE);
    }

    private ChatObservation begun(boolean streaming) {
        ChatRequest chat = ChatRequest.builder().user(QUESTION).maxTokens(100).build();
        return observer().started(new ObservedRequest(chat, "chutes/a/b", streaming));
    }

    private TelemetryObserver observer() {
        return new TelemetryObserver(RECORDED.getOpenTelemetry(), "1.0", recordContent, () -> nanos)
                .sendingThrough(List.of(Map.of("component.name", TRANSPORT, "baseUrl", "https://llm.example/v1")));
    }

    private static AttemptTarget target(String id) {
        ModelInfo model = ModelInfo.builder(new ModelReference("chutes", id)).build();
        return new AttemptTarget(model, "chutes:a", "api-key", TRANSPORT);
    }

    private static ChatResult result() {
        return ChatResult.builder("chutes/a/b")
                .text(ANSWER)
                .answeredModel("a/b-2026")
                .invocationId("inv-1")
                .finishReason(FinishReason.STOP)
                .usage(new Usage(12, 34, 5L, null, 46))
                .cost(new Cost(new BigDecimal("0.001")))
                .build();
    }

    private static ModelUnavailableException full() {
        return new ModelUnavailableException(
                "capacity", "quoted by the server", ErrorDetails.NONE.withAnswer(429, null, null), null);
    }

    private static SpanData span() {
        return RECORDED.getSpans().stream()
                .filter(span -> span.getName().startsWith("chat"))
                .findFirst()
                .orElseThrow();
    }

    private static HistogramPointData point(String name, String unit) {
        List<HistogramPointData> points = points(name, unit);
        assertThat(points).hasSize(1);
        return points.get(0);
    }

    private static List<HistogramPointData> points(String name, String unit) {
        return RECORDED.getMetrics().stream()
                .filter(metric ->
                        metric.getName().equals(name) && metric.getUnit().equals(unit))
                .flatMap(metric -> metric.getHistogramData().getPoints().stream())
                .toList();
    }

    private static AttributeKey<String> key(String name) {
        return AttributeKey.stringKey(name);
    }
}
