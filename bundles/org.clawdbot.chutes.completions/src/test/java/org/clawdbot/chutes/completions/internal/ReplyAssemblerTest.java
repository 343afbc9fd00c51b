package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.junit.jupiter.api.Test;

class ReplyAssemblerTest {

    private final ReplyAssembler reply = new ReplyAssembler(
            new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.ARE_TEXT, Set.of(), List.of()), null, null);

    @Test
    void anEmptyIdSaysNothingAboutWhichReplyThisIs() {
        id("");
        id("c1");
        reply.text("Hi");
        id("");
        reply.finishReason("stop");

        assertThat(reply.finish(ErrorDetails.NONE).text()).isEqualTo("Hi");
    }

    @Test
    void aSecondIdMeansASecondReply() {
        id("c1");
        id("c2");

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> reply.check(ErrorDetails.NONE));
    }

    @Test
    void noticesComeFirstAndAreInTheResult() {
        ChatEvent.Notice notice = new ChatEvent.Notice("pattern-removed", "left out");
        ReplyAssembler told = new ReplyAssembler(
                new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.ARE_TEXT, Set.of(), List.of(notice)), null, null);
        told.text("Hi");
        told.finishReason("stop");

        assertThat(told.finish(ErrorDetails.NONE).notices()).containsExactly(notice);
        assertThat(List.of(told.poll(), told.poll(), told.poll()))
                .containsExactly(new ChatEvent.Started("chutes/a/b", null), notice, new ChatEvent.TextDelta("Hi"));
    }

    @Test
    void whatWasHeldBackComesBeforeTheEndAndIsPartOfABrokenReply() {
        ReplyAssembler whole = reader();
        whole.text("so <tool_c");
        whole.finishReason("stop");
        assertThat(whole.finish(ErrorDetails.NONE).text()).isEqualTo("so <tool_c");
        List<ChatEvent> events = new ArrayList<>();
        for (ChatEvent event = whole.poll(); event != null; event = whole.poll()) {
            events.add(event);
        }
        assertThat(events)
                .endsWith(new ChatEvent.TextDelta("<tool_c"), events.get(events.size() - 1))
                .last()
                .isInstanceOf(ChatEvent.Completed.class);

        ReplyAssembler broken = reader();
        broken.text("<tool_call>{\"name\":\"look\",\"arguments\":{}}");
        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> broken.finish(ErrorDetails.NONE))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).startsWith("<tool_call>{"))
                .satisfies(
                        e -> assertThat(e.partial().orElseThrow().toolCalls()).isEmpty());
    }

    @Test
    void aBrokenReplyKeepsTheAccountsLimitsAndTheCallsAsTheyCame() {
        AccountLimits limits = new AccountLimits(1L, 2L, 3L, 4L);
        ReplyAssembler broken = new ReplyAssembler(
                new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.ARE_TEXT, Set.of(), List.of()), "inv-1", limits);
        broken.toolCall(0, "a", "look", "{\"x\":");

        StreamBrokenException failure = broken.broken("truncated", "cut off", ErrorDetails.NONE, null);

        assertThat(failure.details().limits()).isEqualTo(limits);
        assertThat(failure.details().invocationId()).isEqualTo("inv-1");
        assertThat(failure.partial().orElseThrow().toolCalls()).containsExactly(new ToolCall("a", "look", "{\"x\":"));
    }

    @Test
    void callsWithoutEndAreAnError() {
        for (int i = 0; i <= 1000; i++) {
            reply.toolCall(i, "id" + i, "look", "{}");
        }

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> reply.check(ErrorDetails.NONE));
    }

    @Test
    void callsWithoutEndInTheTextAreAnError() {
        ReplyAssembler reading = reader();
        for (int i = 0; i <= 1000; i++) {
            reading.text("<tool_call>{\"name\":\"look\",\"arguments\":{}}</tool_call>");
        }

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> reading.check(ErrorDetails.NONE))
                .withMessageContaining("more than 1000 tool calls");
    }

    @Test
    void textThatMayBeThinkingIsHeldBackWithinBounds() {
        ReplyAssembler thinking = new ReplyAssembler(
                new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.MAY_ONLY_CLOSE, Set.of(), List.of()), null, null);
        String piece = "x".repeat(1024 * 1024);
        for (int i = 0; i < 16; i++) {
            thinking.text(piece);
        }
        thinking.check(ErrorDetails.NONE);

        thinking.text("x");

        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> thinking.check(ErrorDetails.NONE));
    }

    private static ReplyAssembler reader() {
        return new ReplyAssembler(
                new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.MAY_OPEN, Set.of("look"), List.of()), null, null);
    }

    private void id(String id) {
        reply.id(id.toCharArray(), 0, id.length());
    }
}
