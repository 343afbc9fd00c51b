package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatMessage.AssistantMessage;
import org.clawdbot.api.chat.ChatMessage.ToolMessage;
import org.clawdbot.api.chat.ChatMessage.UserMessage;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final ChatMessage HI = ChatMessage.user("hi");

    @Test
    void aValidConversationStaysAsItIs() {
        List<ChatMessage> messages = List.of(
                ChatMessage.system("Be brief."),
                HI,
                calls(call("a", "{\"x\":1}"), call("b", "{}")),
                new ToolMessage("b", ""),
                new ToolMessage("a", "1"),
                new AssistantMessage("Done.", "thought", List.of()),
                HI);

        Conversation conversation = Conversation.valid(messages);

        assertThat(conversation.messages()).isEqualTo(messages);
        assertThat(conversation.notice()).isEmpty();
    }

    @Test
    void idsThatComeAgainInALaterTurnKeepTheirResults() {
        List<ChatMessage> messages = List.of(
                HI,
                calls(call("call_0", "{}")),
                new ToolMessage("call_0", "one"),
                calls(call("call_0", "{}"), call("call_0", "{\"x\":2}")),
                new ToolMessage("call_0", "two"),
                new ToolMessage("call_0", "three"));

        assertThat(Conversation.valid(messages).messages()).isEqualTo(messages);
    }

    @Test
    void aCallWithoutAResultIsGivenOneThatSaysSo() {
        Conversation conversation =
                Conversation.valid(List.of(calls(call("a", "{}"), call("b", "{}")), new ToolMessage("b", "2"), HI));

        assertThat(conversation.messages())
                .containsExactly(
                        calls(call("a", "{}"), call("b", "{}")),
                        new ToolMessage("b", "2"),
                        new ToolMessage("a", Conversation.NO_RESULT),
                        HI);
        assertThat(conversation.notice().orElseThrow().code()).isEqualTo("history-repaired");
        assertThat(conversation.notice().orElseThrow().message()).contains("tool calls without a result: 1");
    }

    @Test
    void aResultThatStandsTooLateIsMovedBehindItsCall() {
        Conversation conversation = Conversation.valid(List.of(calls(call("a", "{}")), HI, new ToolMessage("a", "1")));

        assertThat(conversation.messages()).containsExactly(calls(call("a", "{}")), new ToolMessage("a", "1"), HI);
        assertThat(conversation.notice().orElseThrow().message()).contains("moved behind their call: 1");
    }

    @Test
    void aLateResultIsFoundByAnIdWithHalfACharacter() {
        Conversation conversation =
                Conversation.valid(List.of(calls(call("a\ud83d", "{}")), HI, new ToolMessage("a\ud83d", "1")));

        assertThat(conversation.messages())
                .containsExactly(calls(call("a\uFFFD", "{}")), new ToolMessage("a\uFFFD", "1"), HI);
    }

    @Test
    void aNameWithHalfACharacterCanBeSent() {
        Conversation conversation = Conversation.valid(
                List.of(calls(new ToolCall("a", "look\ud83d", "{}")), new ToolMessage("a", "no such tool")));

        assertThat(conversation.messages().get(0)).isEqualTo(calls(new ToolCall("a", "look\uFFFD", "{}")));
        assertThat(conversation.notice().orElseThrow().message()).contains("half a character: 1");
    }

    @Test
    void aResultWithoutACallIsLeftOut() {
        Conversation conversation = Conversation.valid(List.of(
                new ToolMessage("x", "lost"),
                HI,
                calls(call("a", "{}")),
                new ToolMessage("a", "1"),
                new ToolMessage("a", "again")));

        assertThat(conversation.messages()).containsExactly(HI, calls(call("a", "{}")), new ToolMessage("a", "1"));
        assertThat(conversation.notice().orElseThrow().message()).contains("without a call left out: 2");
    }

    @Test
    void argumentsThatAreNoObjectTravelWithinOne() {
        Conversation conversation = Conversation.valid(
                List.of(calls(call("a", "rm -rf \"/\"\n")), new ToolMessage("a", "That is not JSON")));

        assertThat(((AssistantMessage) conversation.messages().get(0)).toolCalls())
                .containsExactly(call("a", "{\"invalid_json\":\"rm -rf \\\"/\\\"\\n\"}"));
        assertThat(conversation.notice()).isPresent();
    }

    @Test
    void whatTheModelWasAlreadyToldNeedsNoNotice() {
        ToolCall known = new ToolCall("a", "", "[1]", "The arguments are not an object");

        Conversation conversation = Conversation.valid(List.of(calls(known), new ToolMessage("a", "no")));

        assertThat(((AssistantMessage) conversation.messages().get(0))
                        .toolCalls()
                        .get(0)
                        .arguments())
                .isEqualTo("{\"invalid_json\":\"[1]\"}");
        assertThat(conversation.notice()).isEmpty();
    }

    @Test
    void argumentsThatLackOnlyABracketAreRepairedAndNoneAreNone() {
        Conversation conversation = Conversation.valid(List.of(
                calls(call("a", "{\"x\":1"), call("b", "")), new ToolMessage("a", "1"), new ToolMessage("b", "2")));

        assertThat(((AssistantMessage) conversation.messages().get(0)).toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"x\":1}", "{}");
        assertThat(conversation.notice()).isEmpty();
    }

    @Test
    void emptyMessagesAndEmptyPartsAreLeftOut() {
        ContentPart image = new ContentPart.Image(URI.create("https://example.com/a.png"));

        Conversation conversation = Conversation.valid(List.of(
                ChatMessage.system(" "),
                ChatMessage.user("\n"),
                new UserMessage(List.of()),
                new AssistantMessage("", "only a thought", List.of()),
                new UserMessage(List.of(new ContentPart.Text(""), image))));

        assertThat(conversation.messages()).containsExactly(new UserMessage(List.of(image)));
        assertThat(conversation.notice().orElseThrow().message()).contains("empty messages left out: 4");
    }

    @Test
    void halfCharactersAreReplacedEverywhere() {
        Conversation conversation = Conversation.valid(List.of(
                ChatMessage.system("s\ud83d"),
                ChatMessage.user("u\udc4b"),
                new AssistantMessage("a\ud83d", null, List.of(call("i\ud83d", "{\"x\":\"\ud83d\"}"))),
                new ToolMessage("i\ud83d", "t\ud83d")));

        assertThat(conversation.messages())
                .containsExactly(
                        ChatMessage.system("s\ufffd"),
                        ChatMessage.user("u\ufffd"),
                        new AssistantMessage("a\ufffd", null, List.of(call("i\ufffd", "{\"x\":\"\ufffd\"}"))),
                        new ToolMessage("i\ufffd", "t\ufffd"));
    }

    @Test
    void whateverComesInIsValidAfterwardsAndStaysSo() {
        Random random = new Random(9);
        for (int round = 0; round < 20_000; round++) {
            List<ChatMessage> messages = randomMessages(random);

            List<ChatMessage> valid = Conversation.valid(messages).messages();

            assertThat(problems(valid)).as(messages.toString()).isEmpty();
            Conversation again = Conversation.valid(valid);
            assertThat(again.messages()).isEqualTo(valid);
            assertThat(again.notice()).isEmpty();
        }
    }

    private static List<ChatMessage> randomMessages(Random random) {
        String[] texts = {"", " ", "hi", "\ud83d", "é"};
        String[] arguments = {"", "{}", "{\"a\":1", "no", "[1]"};
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            String text = texts[random.nextInt(texts.length)];
            messages.add(
                    switch (random.nextInt(5)) {
                        case 0 -> ChatMessage.system(text);
                        case 1 -> ChatMessage.user(text);
                        case 2 -> new ToolMessage("c" + random.nextInt(3), text);
                        default -> {
                            List<ToolCall> calls = new ArrayList<>();
                            for (int call = random.nextInt(3); call > 0; call--) {
                                calls.add(call("c" + random.nextInt(3), arguments[random.nextInt(arguments.length)]));
                            }
                            yield new AssistantMessage(text, null, calls);
                        }
                    });
        }
        return messages;
    }

    /** The rules once more, in the obvious way. */
    private static List<String> problems(List<ChatMessage> messages) {
        List<String> problems = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof ToolMessage result) {
                if (!open.remove(result.callId())) {
                    problems.add("a result without a call");
                }
                continue;
            }
            if (!open.isEmpty()) {
                problems.add("a call without a result");
            }
            if (message instanceof AssistantMessage assistant) {
                assistant.toolCalls().forEach(call -> open.add(call.id()));
                if (assistant.text().isBlank() && assistant.toolCalls().isEmpty()) {
                    problems.add("an empty answer");
                }
                if (!assistant.toolCalls().stream().allMatch(call -> ToolArguments.isObject(call.arguments()))) {
                    problems.add("arguments that are no object");
                }
            }
        }
        if (!open.isEmpty()) {
            problems.add("a call without a result at the end");
        }
        if (messages.toString().chars().anyMatch(c -> c == '\ud83d')) {
            problems.add("half a character");
        }
        return problems;
    }

    private static AssistantMessage calls(ToolCall... calls) {
        return new AssistantMessage("", null, List.of(calls));
    }

    private static ToolCall call(String id, String arguments) {
        return new ToolCall(id, "look", arguments);
    }
}
