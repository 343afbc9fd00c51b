package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport makes of tool calls, however a server or a model writes them. */
public abstract class ToolCallContract extends CompletionsTransportContract {

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
}
