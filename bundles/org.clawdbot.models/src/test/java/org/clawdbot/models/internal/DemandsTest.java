package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.clawdbot.models.internal.FakeHost.setup;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.error.UnmetDemandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request needs is looked up before anything is sent. */
class DemandsTest {

    private static final ToolDefinition TOOL = new ToolDefinition("clock", "Tells the time", "{}");

    @TempDir
    Path folder;

    private FakeHost host;

    @BeforeEach
    void start() {
        host = new FakeHost(folder).keys("chutes:one");
        host.catalog.models.clear();
        model("plain", model -> model.features(Set.of("reasoning"))
                .input(List.of("text"))
                .contextWindow(1000L)
                .pricing(new ModelPricing(new BigDecimal("0.5"), new BigDecimal("1.5"), null)));
        model("able", model -> model.features(Set.of("tools", "json_mode", "structured_outputs"))
                .input(List.of("text", "image"))
                .contextWindow(100_000L)
                .pricing(new ModelPricing(new BigDecimal("0.1"), new BigDecimal("0.2"), null)));
    }

    private void model(String id, UnaryOperator<ModelInfo.Builder> facts) {
        host.catalog.models.put(
                id,
                facts.apply(ModelInfo.builder(new ModelReference("chutes", id))).build());
    }

    @Test
    void anImageIsNotSentToAModelThatTakesNone() {
        refuses("no-image-input", "chutes/plain takes no images", image());
    }

    @Test
    void toolsAreNotOfferedToAModelThatCallsNone() {
        refuses("no-tools", "chutes/plain calls no tools", text().tools(List.of(TOOL)));
    }

    @Test
    void toolsThatMustNotBeCalledDemandNothing() {
        accepts(text().tools(List.of(TOOL)).toolChoice(ToolChoice.NONE));
    }

    @Test
    void aSchemaIsNotSentToAModelThatDoesNotKeepToOne() {
        refuses(
                "no-structured-output",
                "chutes/plain does not answer in a given JSON schema",
                text().responseFormat(ResponseFormat.jsonSchema("answer", "{}")));
    }

    @Test
    void jsonIsNotAskedOfAModelThatIsNotKnownForIt() {
        refuses(
                "no-structured-output",
                "chutes/plain is not known for answers in JSON",
                text().responseFormat(ResponseFormat.JSON_OBJECT));
    }

    @Test
    void aConversationThatCannotFitIsNotSent() {
        refuses(
                "context-too-small",
                "chutes/plain reads 1000 tokens, and the conversation has at least 1250",
                ChatRequest.builder().user("wordword ".repeat(1250)));
    }

    @Test
    void aConversationThatMightFitIsLeftToTheServerWhichCounts() {
        accepts(ChatRequest.builder().user("wordword ".repeat(1000)));
        accepts(ChatRequest.builder().user(" ".repeat(100_000)));
    }

    @Test
    void anAnswerThatCannotFitIsNotAskedFor() {
        refuses(
                "answer-too-long",
                "chutes/plain has a window of 1000 tokens, into which an answer of up to 1001 tokens does not fit",
                text().maxTokens(1001));
        accepts(text().maxTokens(1000));
    }

    @Test
    void aModelThatCostsMoreThanTheRequestAllowsIsNotAsked() {
        refuses(
                "too-expensive",
                "chutes/plain costs more than the request allows ($0.5 for input and $1.5 for output per million tokens)",
                text().priceCeiling(new ModelPricing(new BigDecimal("0.5"), new BigDecimal("1.4"), null)));
        accepts(text().priceCeiling(new ModelPricing(new BigDecimal("0.50"), null, null)));
    }

    @Test
    void whatTheCatalogDoesNotStateForbidsNothing() {
        model("unknown", model -> model);
        ChatRequest request = image().model("chutes/unknown")
                .user("wordword ".repeat(10_000))
                .tools(List.of(TOOL))
                .responseFormat(ResponseFormat.JSON_OBJECT)
                .maxTokens(1_000_000)
                .priceCeiling(new ModelPricing(BigDecimal.ZERO, BigDecimal.ZERO, null))
                .build();

        assertThat(host.start("plain").stream(request).result().requestedModel())
                .isEqualTo("chutes/unknown");
    }

    @Test
    void onlyModelsThatMeetEveryDemandAreNamed() {
        model("half", model -> model.features(Set.of("tools")).input(List.of("text")));
        ChatRequest request = image().model("chutes/plain").tools(List.of(TOOL)).build();

        assertThatExceptionOfType(UnmetDemandException.class)
                .isThrownBy(() -> host.start("plain").stream(request))
                .satisfies(e -> assertThat(e.suitable()).containsExactly("chutes/able"));
    }

    @Test
    void whereNoModelWouldDoThatIsSaid() {
        host.catalog.models.remove("able");
        ChatRequest request = image().model("chutes/plain").build();

        assertThatExceptionOfType(UnmetDemandException.class)
                .isThrownBy(() -> host.start("plain").stream(request))
                .withMessageEndingWith("; no listed model does all that the request needs");
    }

    @Test
    void aDefaultThatCannotDoItGivesWayToAFallbackThatCan() {
        assertThat(host.start(setup("plain", "able")).stream(image().build())
                        .result()
                        .requestedModel())
                .isEqualTo("chutes/able");
    }

    private void refuses(String code, String reason, ChatRequest.Builder request) {
        assertThatExceptionOfType(UnmetDemandException.class)
                .isThrownBy(() -> host.start(setup("able", "able")).stream(
                        request.model("chutes/plain").build()))
                .withMessage(reason + "; these would do: chutes/able")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.suitable()).containsExactly("chutes/able");
                    assertThat(e.details().model()).isEqualTo("plain");
                });
        assertThat(host.transport.sent).isEmpty();
    }

    private void accepts(ChatRequest.Builder request) {
        assertThat(host.start("able").stream(request.model("chutes/plain").build())
                        .result()
                        .requestedModel())
                .isEqualTo("chutes/plain");
    }

    private static ChatRequest.Builder text() {
        return ChatRequest.builder().user("hi");
    }

    private static ChatRequest.Builder image() {
        return ChatRequest.builder()
                .message(new ChatMessage.UserMessage(
                        List.of(new ContentPart.Image(URI.create("https://example.com/a.png")))));
    }
}
