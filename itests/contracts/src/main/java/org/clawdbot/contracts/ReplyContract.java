package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.Collectors;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport says of a reply that arrives whole, streamed or in one piece. */
public abstract class ReplyContract extends CompletionsTransportContract {

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
    void theSecondOfTwoCountsReplacesAllOfTheFirstStreamedAndInOnePiece() {
        String first = "{\"prompt_tokens\":900,\"completion_tokens\":800,\"total_tokens\":1700,\"reasoning_tokens\":9,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":9}}";
        String second = "{\"prompt_tokens\":12,\"completion_tokens\":34,\"total_tokens\":46}";
        chutes.chat(Behaviour.body(
                        200,
                        "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},"
                                + "\"finish_reason\":\"stop\"}],\"usage\":" + first
                                + "}\n\ndata: {\"id\":\"1\",\"choices\":[],"
                                + "\"usage\":" + second + "}\n\ndata: [DONE]\n\n")
                .with(Setting.CONTENT_TYPE, "text/event-stream"));
        ChatResult streamed = result(events(request("hi")));
        chutes.chat(Behaviour.body(
                        200,
                        "{\"id\":\"1\",\"usage\":" + first
                                + ",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},"
                                + "\"finish_reason\":\"stop\"}],\"usage\":" + second + "}")
                .with(Setting.CONTENT_TYPE, "application/json"));
        ChatResult whole = transport.complete(request("hi"));

        assertThat(streamed.usage()).isEqualTo(new Usage(12, 34, null, null, 46));
        assertThat(whole.usage()).isEqualTo(streamed.usage());
        assertThat(whole.text()).isEqualTo(streamed.text()).isEqualTo("Hi");
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

    @Test
    void aWholeReplyEqualsAStreamedOne() {
        chutes.chat(Behaviour.reply(TEXT).with(Setting.REASONING, "Hm."));

        assertThat(bothWays(request("hi")).text()).isEqualTo(TEXT);
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

    @Test
    void anUnknownReasonToFinishIsKeptInTheServersWord() {
        chutes.chat(Behaviour.reply("one").with(Setting.FINISH_REASON, "repetition"));

        assertThat(bothWays(request("hi")).finishReason()).isEqualTo(new FinishReason("repetition"));
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

    @Test
    void whatTheHeadersSayAboutTheAccountComesWithTheReply() {
        chutes.chat(Behaviour.reply("Hi")
                .withHeader("X-Chutes-Quota-Total", "300")
                .withHeader("X-Chutes-Quota-Used", "12")
                .withHeader("X-Chutes-Quota-Remaining", "288")
                .withHeader("X-Chutes-RL-User", "60"));

        assertThat(bothWays(request("hi")).text()).isEqualTo("Hi");
        assertThat(transport.complete(request("hi")).limits()).isEqualTo(new AccountLimits(300L, 12L, 288L, 60L));
        assertThat(result(events(request("hi"))).limits()).isEqualTo(new AccountLimits(300L, 12L, 288L, 60L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":latency", ":throughput"})
    void aRoutingStringTellsWhichModelAnswered(String suffix) {
        chutes.scenario(Scenario.of(
                Rule.always(Behaviour.atCapacity()).onModel("zai-org/GLM-4.7-Flash"),
                Rule.always(Behaviour.reply("Here I am."))));
        String asked = "zai-org/GLM-4.7-Flash,Qwen/Qwen3-32B-TEE" + suffix;

        ChatResult reply = bothWays(request(asked, "hi"));

        assertThat(reply.text()).isEqualTo("Here I am.");
        assertThat(reply.requestedModel()).isEqualTo("chutes/" + asked);
        assertThat(reply.answeredModel()).isEqualTo("Qwen/Qwen3-32B-TEE");
    }

    @Test
    void eventsAreGivenOutOnce() {
        try (ChatStream stream = transport.stream(request("hi"))) {
            assertThat(stream.iterator()).isNotNull();
            assertThatIllegalStateException().isThrownBy(stream::iterator);
        }
    }
}
