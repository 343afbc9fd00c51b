package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentCommandTest {

    private final FakeHost host = new FakeHost();

    @Test
    void streamsTheTextAndEndsTheLine() {
        assertThat(host.run("agent", "--message", "hi")).isZero();

        assertThat(host.terminal.printed()).isEqualTo("Hello" + System.lineSeparator());
        assertThat(host.terminal.said()).isEmpty();
        assertThat(host.agent.requests.get(0).tools()).isEmpty();
    }

    @Test
    void passesEveryOptionOn(@TempDir Path folder) throws IOException {
        Path image = Files.write(folder.resolve("dot.PNG"), new byte[] {1, 2, 3});
        Path schema = Files.writeString(folder.resolve("schema.json"), "{\"type\":\"object\"}");

        assertThat(host.run(
                        "agent",
                        "--message",
                        "hi",
                        "--model",
                        "fast",
                        "--system",
                        "be brief",
                        "--tools",
                        "a,b",
                        "--image",
                        image.toString(),
                        "--thinking",
                        "off",
                        "--max-tokens",
                        "7",
                        "--response-schema",
                        schema.toString()))
                .as(host.terminal.said())
                .isZero();

        ChatRequest chat = host.agent.requests.get(0).chat();
        assertThat(host.agent.requests.get(0).tools()).containsExactly("a", "b");
        assertThat(chat.model()).isEqualTo("fast");
        assertThat(chat.thinking()).isFalse();
        assertThat(chat.maxTokens()).isEqualTo(7);
        assertThat(chat.responseFormat().schema()).isEqualTo("{\"type\":\"object\"}");
        assertThat(chat.messages().get(0)).isEqualTo(ChatMessage.system("be brief"));
        List<ContentPart> content = ((ChatMessage.UserMessage) chat.messages().get(1)).content();
        assertThat(((ContentPart.Image) content.get(1)).source()).hasToString("data:image/png;base64,AQID");
    }

    @Test
    void limitsWhoPaysAndHowMuch() {
        host.apiKey.profiles.add(credential("chutes:work"));

        assertThat(host.run("agent", "--message", "hi", "--profile", "chutes:work", "--max-input-price", "0.5"))
                .as(host.terminal.said())
                .isZero();
        assertThat(host.run("agent", "--message", "hi", "--max-output-price", "2"))
                .isZero();
        assertThat(host.run("agent", "--message", "hi")).isZero();

        assertThat(host.agent.requests)
                .extracting(request -> request.chat().profile())
                .containsExactly("chutes:work", null, null);
        assertThat(host.agent.requests)
                .extracting(request -> request.chat().priceCeiling())
                .containsExactly(
                        new ModelPricing(new BigDecimal("0.5"), null, null),
                        new ModelPricing(null, new BigDecimal("2"), null),
                        null);
    }

    @Test
    void aCredentialThatIsNotThereIsNotSilentlyReplacedByAnotherOne() {
        host.apiKey.profiles.add(credential("chutes:work"));

        assertThat(host.run("agent", "--message", "hi", "--profile", "work")).isEqualTo(1);

        assertThat(host.terminal.said()).contains("No profile \"work\"", "models auth status");
        assertThat(host.agent.requests).isEmpty();
    }

    @Test
    void aPriceBelowZeroIsWrongUsage() {
        assertThat(host.run("agent", "--message", "hi", "--max-output-price", "-1"))
                .isEqualTo(2);
        assertThat(host.terminal.said()).contains("--max-output-price");
    }

    private static ProfileStatus credential(String id) {
        return new ProfileStatus(id, "chutes", "api-key", ProfileStatus.Source.PROFILE, null, "cpk_…", null);
    }

    @Test
    void readsTheMessageFromStandardInput() {
        host.terminal.input("Grüße\n");

        assertThat(host.run("agent", "--message", "-")).isZero();
        assertThat(host.agent.requests.get(0).chat().messages()).containsExactly(ChatMessage.user("Grüße"));
    }

    @Test
    void takesBareWordsForTheConsole() {
        assertThat(host.run("agent", "how", "are", "you")).isZero();
        assertThat(host.agent.requests.get(0).chat().messages()).containsExactly(ChatMessage.user("how are you"));
    }

    @Test
    void offersEveryToolOnlyWhenAsked() {
        host.run("agent", "--message", "hi", "--tools", "all");
        assertThat(host.agent.requests.get(0).tools()).isNull();
    }

    @Test
    void refusesWhatCannotBe(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "x");

        assertThat(host.run("agent")).isEqualTo(2);
        assertThat(host.run("agent", "--message", "-")).isEqualTo(2);
        assertThat(host.run("agent", "--message", "x", "--max-tokens", "0")).isEqualTo(2);
        assertThat(host.run("agent", "--message", "x", "--thinking", "maybe")).isEqualTo(2);
        assertThat(host.run("agent", "--message", "x", "--image", text.toString()))
                .isEqualTo(2);
        assertThat(host.run("agent", "--message", "x", "--response-schema", text.toString()))
                .isEqualTo(2);
        assertThat(host.run("agent", "--message", "x", "--image", "nowhere.png"))
                .isEqualTo(1);
        assertThat(host.agent.requests).isEmpty();
    }

    @Test
    void saysWhichToolIsUnknown() {
        assertThat(host.run("agent", "--message", "hi", "--tools", "a,x")).isEqualTo(2);
        assertThat(host.agent.requests).isEmpty();
        assertThat(host.terminal.said()).contains("This host has no tool named \"x\"; it has a, b");
    }

    @Test
    void takesADefectForAFailureAndNotForAnUnknownTool() {
        host.agent.failure = new IllegalArgumentException("a defect of the transport");
        assertThat(host.run("agent", "--message", "hi", "--tools", "a")).isEqualTo(1);
    }

    @Test
    void showsToolsBesideTheAnswerAndReasoningOnlyOnATerminal() {
        host.agent.reasoning = "Let me think";
        host.agent.call = new ToolCall("1", "current_time", "{ \"zone\":  \"UTC\" }");

        host.run("agent", "--message", "hi");
        assertThat(host.terminal.said())
                .contains("[current_time { \"zone\": \"UTC\" } -> noon]")
                .doesNotContain("Let me think");
        assertThat(host.terminal.printed()).isEqualTo("Hello" + System.lineSeparator());

        host.terminal = FakeTerminal.withUser();
        host.terminal.colour = true;
        host.run("agent", "--message", "hi");
        assertThat(host.terminal.said()).contains("\u001b[2mLet me think\u001b[0m");
    }

    @Test
    void saysEachNoticeOnceBesideTheAnswer() {
        ChatEvent.Notice notice = new ChatEvent.Notice("pattern-removed", "A pattern was left out");
        host.agent.reply =
                host.agent.reply.toBuilder().notices(List.of(notice, notice)).build();

        host.run("agent", "--message", "hi");

        assertThat(host.terminal.said()).containsOnlyOnce("clawdbot: A pattern was left out");
        assertThat(host.terminal.printed()).isEqualTo("Hello" + System.lineSeparator());
    }

    @Test
    void writesNeitherColourNorReasoningToMessagesThatGoToAFile() {
        host.terminal = FakeTerminal.withUser();
        host.terminal.colour = true;
        host.terminal.errIsTerminal = false;
        host.agent.reasoning = "Let me think";
        host.agent.call = new ToolCall("1", "current_time", "{}");
        host.agent.reply = ChatResult.builder("m")
                .text("x")
                .usage(new Usage(10, 5, null, null, 15))
                .build();

        host.run("agent", "--message", "hi");
        assertThat(host.terminal.said()).isEqualToIgnoringNewLines("[current_time {} -> noon]");
    }

    @Test
    void keepsControlCharactersFromATerminalOnly() {
        String attack = "\u001b]52;c;eA==\u0007";
        host.agent.reply = ChatResult.builder("m")
                .text("a" + attack)
                .usage(new Usage(1, 1, null, null, 2))
                .answeredModel("m" + attack)
                .build();
        host.agent.reasoning = "b" + attack;
        host.agent.call = new ToolCall("1", "t", "c" + attack);

        host.run("agent", "--message", "hi");
        assertThat(host.terminal.printed()).contains(attack);

        host.terminal = FakeTerminal.withUser();
        host.run("agent", "--message", "hi");
        assertThat(host.terminal.printed()).contains("a\uFFFD]52;").doesNotContain("\u001b", "\u0007");
        assertThat(host.terminal.said())
                .contains("b\uFFFD", "c\uFFFD", "m\uFFFD")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void keepsControlCharactersOfAFailureFromATerminal() {
        host.terminal = FakeTerminal.withUser();
        host.agent.failure = new StreamBrokenException(
                "truncated", "Cut\u001b[2J", ChatResult.builder("m").build(), ErrorDetails.NONE, null);

        host.run("agent", "--message", "hi");
        assertThat(host.terminal.said()).contains("Cut\uFFFD[2J");
    }

    @Test
    void escapesEveryControlCharacterInADocument() {
        host.agent.reply = ChatResult.builder("m").text("a\u001b\u007f\u009bß").build();

        host.run("agent", "--message", "hi", "--json");
        assertThat(host.terminal.printed()).contains("ß").doesNotContain("\u001b", "\u007f", "\u009b");
        assertThat(host.document().path("text").asText()).isEqualTo("a\u001b\u007f\u009bß");
    }

    @Test
    void endsTheTurnWhenNobodyReadsTheAnswer() {
        host.terminal = FakeTerminal.none().readerGone();
        host.agent.reply = ChatResult.builder("m").text("one two three").build();

        assertThat(host.run("agent", "--message", "hi")).isEqualTo(141);
        assertThat(host.agent.pieces).isEqualTo(1);
        assertThat(host.terminal.said()).as("as head and others expect it").isEmpty();
    }

    @Test
    void endsQuietlyWhenNobodyReadsTheDocument() {
        host.terminal = FakeTerminal.none().readerGone();

        assertThat(host.run("agent", "--message", "hi", "--json")).isEqualTo(141);
        assertThat(host.terminal.said()).isEmpty();
    }

    @Test
    void saysWhyTheAnswerCannotBeWrittenWhereItIsNotTheReader() {
        host.terminal = FakeTerminal.none().readerGone();
        host.terminal.outFailure = new IOException("No space left on device");

        assertThat(host.run("agent", "--message", "hi")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("cannot be written: No space left on device");
    }

    @Test
    void printsOneDocumentInsteadOfStreaming() {
        host.agent.call = new ToolCall("c1", "calculate", "{\"expression\":\"1+1\"}");
        host.agent.reply = ChatResult.builder("chutes/a/b")
                .text("two")
                .reasoning("easy")
                .usage(new Usage(10, 5, 2L, null, 15))
                .cost(new Cost(new BigDecimal("0.0000012345")))
                .answeredModel("a/b")
                .finishReason(FinishReason.STOP)
                .invocationId("inv-1")
                .attempts(List.of(Attempt.succeeded("chutes/a/b", "chutes:default")))
                .notices(List.of(new ChatEvent.Notice("pattern-removed", "A pattern was left out")))
                .build();

        assertThat(host.run("agent", "--message", "hi", "--json")).isZero();

        JsonNode document = host.document();
        assertThat(document.path("text").asText()).isEqualTo("two");
        assertThat(document.path("reasoning").asText()).isEqualTo("easy");
        assertThat(document.path("toolCalls").get(0).path("result").asText()).isEqualTo("noon");
        assertThat(document.path("usage").path("input").asInt()).isEqualTo(10);
        assertThat(document.path("usage").path("cacheRead").asInt()).isEqualTo(2);
        assertThat(document.path("usage").get("reasoning").isNull()).isTrue();
        assertThat(host.terminal.printed()).contains("0.0000012345");
        assertThat(document.path("model").path("requested").asText()).isEqualTo("chutes/a/b");
        assertThat(document.path("model").path("answered").asText()).isEqualTo("a/b");
        assertThat(document.path("finishReason").asText()).isEqualTo("stop");
        assertThat(document.path("invocationId").asText()).isEqualTo("inv-1");
        assertThat(document.path("attempts").get(0).path("profile").asText()).isEqualTo("chutes:default");
        assertThat(document.path("notices").get(0).path("code").asText()).isEqualTo("pattern-removed");
        assertThat(document.path("notices").get(0).path("message").asText()).isEqualTo("A pattern was left out");
        assertThat(host.terminal.said()).contains("A pattern was left out");
    }

    @Test
    void endsWithFourAndOnALineOfItsOwnWhenTheStreamBreaks() {
        host.agent.failure = new StreamBrokenException(
                "truncated", "The reply was cut off", ChatResult.builder("m").build(), ErrorDetails.NONE, null);

        assertThat(host.run("agent", "--message", "hi")).isEqualTo(4);
        assertThat(host.terminal.printed()).endsWith("Hello" + System.lineSeparator());
        assertThat(host.terminal.said()).startsWith("clawdbot: The reply was cut off");

        host.terminal = FakeTerminal.none();
        assertThat(host.run("agent", "--message", "hi", "--json")).isEqualTo(4);
        assertThat(host.document().path("error").path("code").asText()).isEqualTo("truncated");
        assertThat(host.document().has("reasoning")).isFalse();
        assertThat(host.document().has("toolCalls")).isFalse();
    }

    @Test
    void theDocumentOfABrokenReplyHoldsWhatHadArrived() {
        ChatResult partial = ChatResult.builder("m")
                .text("Once upon")
                .reasoning("A tale.")
                .toolCalls(List.of(new ToolCall("c1", "look", "{\"at\":")))
                .build();
        host.agent.failure =
                new StreamBrokenException("truncated", "The reply was cut off", partial, ErrorDetails.NONE, null);

        host.run("agent", "--message", "hi", "--json");

        JsonNode document = host.document();
        assertThat(document.path("text").asText()).isEqualTo("Once upon");
        assertThat(document.path("reasoning").asText()).isEqualTo("A tale.");
        assertThat(document.path("toolCalls").get(0).path("name").asText()).isEqualTo("look");
        assertThat(document.path("toolCalls").get(0).path("arguments").asText()).isEqualTo("{\"at\":");
        assertThat(document.path("error").path("message").asText()).isEqualTo("The reply was cut off");
    }

    @ParameterizedTest
    @CsvSource({
        "length, clawdbot: the answer was cut at the token limit; raise --max-tokens",
        "content_filter, clawdbot: the provider withheld the rest",
        "stop, ''"
    })
    void saysThatTheAnswerIsNotWhole(String reason, String notice) {
        host.agent.reply = ChatResult.builder("m")
                .text("Once upon")
                .finishReason(new FinishReason(reason))
                .build();

        assertThat(host.run("agent", "--message", "hi")).isZero();
        assertThat(host.terminal.printed()).isEqualToIgnoringNewLines("Once upon");
        assertThat(host.terminal.said()).isEqualToIgnoringNewLines(notice);
    }

    @Test
    void saysWhichPartIsMissing() {
        host.agent = null;
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("service Agent is missing", "org.clawdbot.agent");
    }

    @Test
    void namesTheFacadeRatherThanWhatIsGoneBecauseOfIt() {
        host.models = null;
        host.agent = null;
        host.sessions = null;
        assertThat(host.run("agent", "--message", "hi")).isEqualTo(1);
        assertThat(host.run("sessions", "list")).isEqualTo(1);
        assertThat(host.terminal.said())
                .contains("service ChatModels is missing", "org.clawdbot.models")
                .doesNotContain("Agent", "Sessions");
    }

    @Test
    void tellsTheCostToSomebodyWhoWatches() {
        host.terminal = FakeTerminal.withUser();
        host.agent.reply = ChatResult.builder("chutes/a/b")
                .text("x")
                .usage(new Usage(10, 5, null, null, 15))
                .build();

        host.run("agent", "--message", "hi");
        assertThat(host.terminal.said()).contains("10 tokens in, 5 out, chutes/a/b");
    }
}
