package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.shell.internal.FakeEditor;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeScreen;
import org.clawdbot.shell.internal.FakeTerminal;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChatCommandTest {

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void listModels() {
        host.models
                .full("m", false, 1000, "1", "1")
                .full("tee/m", true, 1000, "1", "1")
                .selection("chutes/m");
        host.properties.put("clawdbot.state.dir", "/state");
    }

    private List<ChatMessage> sent(int request) {
        return host.agent.requests.get(request).chat().messages();
    }

    @Test
    void everyMessageKeepsToTheCredentialAndThePriceThatWereSaid() {
        host.apiKey.profiles.add(new ProfileStatus(
                "chutes:work", "chutes", "api-key", ProfileStatus.Source.PROFILE, null, "cpk_…", null));
        host.terminal.input("one\ntwo\n");

        assertThat(host.run("chat", "--profile", "chutes:work", "--max-input-price", "1", "--max-output-price", "2"))
                .as(host.terminal.said())
                .isZero();

        assertThat(host.agent.requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.chat().profile()).isEqualTo("chutes:work");
            assertThat(request.chat().priceCeiling())
                    .isEqualTo(new ModelPricing(BigDecimal.ONE, BigDecimal.valueOf(2), null));
        });
    }

    @Nested
    class AtATerminal {

        private final FakeEditor editor = new FakeEditor();

        @BeforeEach
        void sitDown() {
            host.terminal = FakeTerminal.withUser();
            host.terminal.editor = editor;
        }

        private int chat(String... lines) {
            editor.type(lines);
            return host.run("chat", "--session", "s");
        }

        @Test
        void streamsRepliesUntilTheEndOfInputAndSaysHowToComeBack() {
            assertThat(chat("hi", "  ", "bye ")).isZero();

            assertThat(host.terminal.printed()).isEqualToNormalizingNewlines("Hello\nHello\n");
            assertThat(sent(0)).containsExactly(ChatMessage.user("hi"));
            assertThat(sent(1)).containsExactly(ChatMessage.user("bye"));
            assertThat(host.terminal.said()).contains("Session s · chutes/m", "clawdbot chat --session s");
            assertThat(editor.closed).isTrue();
            assertThat(editor.interruptible).isEqualTo(2);
        }

        @Test
        void keepsAConversationWhoseNameIsTheTimeUnlessTold() {
            editor.type("hi");

            assertThat(host.run("chat")).isZero();

            assertThat(host.sessions.kept.keySet()).singleElement().asString().matches("chat-\\d{8}-\\d{6}");
        }

        @Test
        void saysNothingOfComingBackWhereNothingWasSaid() {
            assertThat(chat()).isZero();

            assertThat(host.terminal.said()).doesNotContain("Go on later");
            assertThat(host.sessions.kept).isEmpty();
        }

        @Test
        void keepsItsHistoryInTheStateFolder() {
            chat();

            assertThat(editor.setup.history()).isEqualTo(Path.of("/state/chat-history"));
        }

        @Test
        void saysHowToLeaveWhenCtrlCComesAtTheEmptyPrompt() {
            editor.interrupt("").interrupt("half a line").type("hi");

            assertThat(host.run("chat", "--session", "s")).isZero();

            assertThat(host.terminal.said()).containsOnlyOnce("Ctrl-D or /exit leaves");
            assertThat(host.agent.requests).hasSize(1);
        }

        @Test
        void goesOnAfterAReplyWasCancelled() {
            host.agent.failure = new RequestCancelledException("The turn was cancelled", ErrorDetails.NONE, null);

            assertThat(chat("hi", "/cost")).isZero();

            assertThat(host.terminal.printed())
                    .as("what had come stays in view")
                    .isEqualToNormalizingNewlines("Hello\n");
            assertThat(host.terminal.said())
                    .contains("Cancelled; this turn is no part of the conversation. /retry asks again", "Nothing yet");
        }

        @Test
        void goesOnAfterAFailureAndSaysWhatToDo() {
            host.agent.failure = new ProviderUnavailableException("network", "Nobody answers", ErrorDetails.NONE, null);

            assertThat(chat("hi", "again")).isZero();

            assertThat(host.agent.requests).hasSize(2);
            assertThat(host.terminal.said()).contains("clawdbot: Nobody answers", "clawdbot doctor");
        }

        @Test
        void endsWhenNobodyReadsTheReplies() {
            host.terminal.readerGone();

            assertThat(chat("hi", "again")).isEqualTo(141);

            assertThat(host.agent.requests).hasSize(1);
        }

        @Test
        void endsWhenTheHostGoesDown() {
            host.stopped.countDown();

            assertThat(chat("hi")).isEqualTo(130);
            assertThat(host.agent.requests).isEmpty();
        }

        @Test
        void asksForNothingMoreWhenTheHostGoesDownInAReply() {
            host.agent.meanwhile = host.stopped::countDown;
            host.agent.failure = new RequestCancelledException("The turn was cancelled", ErrorDetails.NONE, null);

            assertThat(chat("hi", "never")).isEqualTo(130);

            assertThat(editor.prompts).hasSize(1);
            assertThat(editor.closed).isTrue();
        }

        @Test
        void choosesAModelByName() {
            assertThat(chat("/model chutes/tee/m", "hi", "/model chutes/no", "there"))
                    .isZero();

            assertThat(host.agent.requests)
                    .extracting(request -> request.chat().model())
                    .containsExactly("chutes/tee/m", "chutes/tee/m");
            assertThat(host.terminal.said())
                    .contains("clawdbot models set chutes/tee/m", "No model is named chutes/no");
            assertThat(host.configuration.updates).isZero();
        }

        @Test
        void choosesAModelFromTheList() {
            editor.screen = new FakeScreen(80, 24).press(Kind.DOWN, Kind.ENTER);

            assertThat(chat("/model", "hi")).isZero();

            assertThat(host.agent.requests.get(0).chat().model()).isEqualTo("chutes/tee/m");
            assertThat(editor.screen.closed).isTrue();
        }

        @Test
        void keepsTheModelWhenNothingIsChosen() {
            editor.screen = new FakeScreen(80, 24).press(Kind.ESCAPE);

            assertThat(chat("/model", "hi")).isZero();

            assertThat(host.agent.requests.get(0).chat().model()).isNull();
            assertThat(host.terminal.said()).contains("Nothing was chosen");
        }

        @Test
        void switchesThinking() {
            assertThat(chat("/think on", "a", "/think off", "b", "/think", "c", "/think x"))
                    .isZero();

            assertThat(host.agent.requests)
                    .extracting(request -> request.chat().thinking())
                    .containsExactly(true, false, null);
            assertThat(host.terminal.said()).contains("\"x\" is neither on nor off");
        }

        @Test
        void givesTheInstructionOnceAsTheSessionKeepsIt() {
            assertThat(chat("/system", "/system Be brief", "a", "b", "/system")).isZero();

            assertThat(sent(0)).containsExactly(ChatMessage.system("Be brief"), ChatMessage.user("a"));
            assertThat(sent(1)).containsExactly(ChatMessage.user("b"));
            assertThat(host.terminal.said()).contains("There is no instruction", "Be brief");
        }

        @Test
        void offersTools() {
            assertThat(chat("a", "/tools a", "b", "/tools all", "c", "/tools none", "d", "/tools x"))
                    .isZero();

            assertThat(host.agent.requests)
                    .extracting(AgentRequest::tools)
                    .containsExactly(List.of(), List.of("a"), null, List.of());
            assertThat(host.terminal.said()).contains("* a", "no tool named \"x\"");
        }

        @Test
        void tellsWhatItTook() {
            host.agent.reply = ChatResult.builder("chutes/m")
                    .text("Hello")
                    .usage(new Usage(10, 2, null, null, 12))
                    .cost(new Cost(new BigDecimal("0.00010000000000000001"))) // by a price with binary noise
                    .build();

            assertThat(chat("/cost", "a", "b", "/cost")).isZero();

            assertThat(host.terminal.said())
                    .contains(
                            "Nothing yet",
                            "10 tokens in, 2 out, $0.0001, chutes/m",
                            "2 turns: 20 tokens in, 4 out, 24 together, $0.0002");
        }

        @Test
        void asksTheLastMessageAgain() {
            assertThat(chat("/retry", "a", "b", "/retry")).isZero();

            assertThat(sent(2)).containsExactly(ChatMessage.user("b"));
            assertThat(host.sessions.kept.get("s").turns()).hasSize(2);
            assertThat(host.terminal.said()).contains("There is nothing to ask again");
        }

        @Test
        void asksACancelledMessageAgain() {
            host.agent.failure = new RequestCancelledException("The turn was cancelled", ErrorDetails.NONE, null);

            assertThat(chat("a", "/retry")).isZero();

            assertThat(sent(1)).containsExactly(ChatMessage.user("a"));
        }

        @Test
        void beginsAnewAndGoesOver() {
            assertThat(chat("a", "/clear", "/cost", "/session t", "b", "/session ../x", "/session"))
                    .isZero();

            assertThat(host.sessions.kept.get("s").turns()).isEmpty();
            assertThat(host.sessions.kept.get("t").turns()).hasSize(1);
            assertThat(host.terminal.said()).contains("A session is named by letters", "Session t: 1 turn");
        }

        @Test
        void leavesByAWord() {
            assertThat(chat("a", "/exit", "never")).isZero();
            assertThat(host.agent.requests).hasSize(1);
        }

        @Test
        void tellsWhatCanBeTyped() {
            assertThat(chat("/help", "/nope", "//usr/bin is a folder")).isZero();

            assertThat(Stream.of(ChatWord.values()).map(ChatWord::typed))
                    .allSatisfy(word -> assertThat(host.terminal.said()).contains(word));
            assertThat(host.terminal.said()).contains("There is no /nope here");
            assertThat(sent(0)).containsExactly(ChatMessage.user("/usr/bin is a folder"));
        }

        @Test
        void completesWordsAndWhatTheyTake() {
            chat();

            assertThat(editor.setup.completion().apply("/")).hasSize(ChatWord.values().length);
            assertThat(editor.setup.completion().apply("/mo")).containsOnlyKeys("/model");
            assertThat(editor.setup.completion().apply("/model chutes/T")).containsOnlyKeys("chutes/tee/m");
            assertThat(editor.setup.completion().apply("/think o")).containsOnlyKeys("on", "off");
            assertThat(editor.setup.completion().apply("/tools ")).containsKeys("all", "none", "a", "b");
            assertThat(editor.setup.completion().apply("tell me /mo")).isEmpty();
            assertThat(editor.setup.completion().apply("/nope x")).isEmpty();
        }
    }

    @Nested
    class InAScript {

        @Test
        void takesEveryLineAsAMessageAndPrintsRepliesAlone() {
            host.terminal.input("hi\n\n/think on\nbye");

            assertThat(host.run("chat", "--session", "s", "--system", "Be brief", "--tools", "a"))
                    .isZero();

            assertThat(host.terminal.printed()).isEqualToNormalizingNewlines("Hello\nHello\n");
            assertThat(sent(0)).containsExactly(ChatMessage.system("Be brief"), ChatMessage.user("hi"));
            assertThat(host.agent.requests.get(1).chat().thinking()).isTrue();
            assertThat(host.agent.requests.get(1).tools()).containsExactly("a");
        }

        @Test
        void endsWithTheFirstFailure() {
            host.terminal.input("hi\nbye\n");
            host.agent.failure = new ProviderUnavailableException("network", "Nobody answers", ErrorDetails.NONE, null);

            assertThat(host.run("chat", "--session", "s")).isEqualTo(4);

            assertThat(host.agent.requests).hasSize(1);
        }

        @Test
        void saysTheModelWhereNobodyCanChoose() {
            host.terminal.input("/model\n/exit\nnever\n");

            assertThat(host.run("chat", "--session", "s")).isZero();
            assertThat(host.terminal.said()).contains("Model: chutes/m");
            assertThat(host.agent.requests).isEmpty();
        }

        @Test
        void printsOneDocument() {
            host.terminal.input("hi\nbye\n");
            host.agent.call = new ToolCall("1", "a", "{}");

            assertThat(host.run("chat", "--session", "s", "--json")).isZero();

            JsonNode document = host.document();
            assertThat(document.path("session").asText()).isEqualTo("s");
            assertThat(document.path("turns")).hasSize(2);
            assertThat(document.at("/turns/0/text").asText()).isEqualTo("Hello");
            assertThat(document.at("/turns/1/toolCalls/0/name").asText()).isEqualTo("a");
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThat(host.run("chat", "--session", "../x")).isEqualTo(2);
        assertThat(host.run("chat", "--model", "chutes/no")).isEqualTo(4);
        assertThat(host.run("chat", "--tools", "x")).isEqualTo(2);
        host.sessions = null;
        assertThat(host.run("chat")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("service Sessions is missing", "org.clawdbot.sessions.file");
    }
}
