package org.clawdbot.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.tool.ToolException;
import org.junit.jupiter.api.Test;

class ToolLoopAgentTest {

    private static final AgentListener NOBODY = new AgentListener() {};

    private final ScriptedModels models = new ScriptedModels();
    private final ToolLoopAgent agent = new ToolLoopAgent(models);

    @Test
    void streamsAReplyWithoutToolsAndClosesTheStream() {
        models.reply("Hel", "lo", answer("Hello"));
        StringBuilder seen = new StringBuilder();

        AgentResult result = agent.run(ask(), new AgentListener() {
            @Override
            public void onText(String text) {
                seen.append(text);
            }
        });

        assertThat(seen).hasToString("Hello");
        assertThat(result.reply().text()).isEqualTo("Hello");
        assertThat(result.conversation()).hasSize(2);
        assertThat(models.openStreams).hasValue(0);
    }

    @Test
    void runsAToolAndTellsTheModelItsAnswer() {
        agent.addTool(new EchoTool("echo", "heard "), service(1, 0));
        models.reply(calls(call("c1", "echo", "{\"a\":1}"))).reply("ok", answer("ok"));
        List<String> order = new ArrayList<>();

        AgentResult result = agent.run(ask(), new AgentListener() {
            @Override
            public void onToolCall(ToolCall call) {
                order.add("call " + call.name());
            }

            @Override
            public void onToolRun(ToolRun run) {
                order.add("run " + run.answer());
            }
        });

        assertThat(order).containsExactly("call echo", "run heard {\"a\":1}");
        assertThat(models.requests.get(0).tools())
                .extracting(ToolDefinition::name)
                .containsExactly("echo");
        assertThat(models.requests.get(1).messages())
                .last()
                .isEqualTo(new ChatMessage.ToolMessage("c1", "heard {\"a\":1}"));
        assertThat(result.toolRuns())
                .singleElement()
                .extracting(ToolRun::failed)
                .isEqualTo(false);
        assertThat(result.conversation()).hasSize(4);
    }

    @Test
    void treatsNoArgumentsAsAnEmptyObject() {
        agent.addTool(new EchoTool("echo", ""), service(1, 0));
        models.reply(calls(call("c1", "echo", ""))).reply(answer("ok"));

        assertThat(agent.run(ask(), NOBODY).toolRuns().get(0).answer()).isEqualTo("{}");
    }

    @Test
    void tellsTheModelWhatIsWrongWithACall() {
        agent.addTool(new EchoTool("echo", ""), service(1, 0));
        agent.addTool(new RefusingTool(), service(2, 0));
        agent.addTool(new CrashingTool(), service(3, 0));
        models.reply(calls(
                        call("1", "nope", "{}"),
                        call("2", "echo", "{\"a\":"),
                        call("3", "refusing", "{}"),
                        call("4", "crashing", "{}")))
                .reply(answer("ok"));

        List<ToolRun> runs = agent.run(ask(), NOBODY).toolRuns();

        assertThat(runs).allMatch(ToolRun::failed);
        assertThat(runs.get(0).answer())
                .isEqualTo("There is no tool named \"nope\"; there is crashing, echo, refusing");
        assertThat(runs.get(1).answer()).startsWith("The arguments are not valid JSON");
        assertThat(runs.get(2).answer()).isEqualTo("No tea left");
        assertThat(runs.get(3).answer())
                .isEqualTo("The tool \"crashing\" failed; try without it")
                .doesNotContain("secret detail");
    }

    @Test
    void addsUpUsageCostAndAttemptsOfTheTurn() {
        agent.addTool(new EchoTool("echo", ""), service(1, 0));
        models.reply(priced(calls(call("c", "echo", "{}")), 10, "0.001")).reply(priced(answer("ok"), 20, "0.002"));

        ChatResult reply = agent.run(ask(), NOBODY).reply();

        assertThat(reply.usage()).isEqualTo(new Usage(30, 2, null, null, 32));
        assertThat(reply.cost()).isEqualTo(new Cost(new BigDecimal("0.003")));
        assertThat(reply.attempts()).hasSize(2);
    }

    @Test
    void doesNotPresentAPartOfTheCostAsTheWhole() {
        agent.addTool(new EchoTool("echo", ""), service(1, 0));
        models.reply(priced(calls(call("c", "echo", "{}")), 10, "0.001")).reply(answer("ok"));

        ChatResult reply = agent.run(ask(), NOBODY).reply();

        assertThat(reply.usage()).isNull();
        assertThat(reply.cost()).isNull();
    }

    @Test
    void demandsAnAnswerWithoutToolsAfterTheLastRound() {
        agent.addTool(new EchoTool("echo", ""), service(1, 0));
        models.reply(calls(call("1", "echo", "{}")))
                .reply(calls(call("2", "echo", "{}")))
                .reply(answer("enough"));
        List<ChatEvent.Notice> notices = new ArrayList<>();

        AgentResult result = agent.run(new AgentRequest(ChatRequest.of("go"), null, 2), new AgentListener() {
            @Override
            public void onEvent(ChatEvent event) {
                if (event instanceof ChatEvent.Notice notice) {
                    notices.add(notice);
                }
            }
        });

        assertThat(result.reply().text()).isEqualTo("enough");
        assertThat(models.requests).extracting(ChatRequest::toolChoice).containsExactly(null, null, ToolChoice.NONE);
        assertThat(notices).extracting(ChatEvent.Notice::code).containsExactly("tool-rounds");
    }

    @Test
    void tellsWhatHappensBeforeTheFirstToken() {
        models.early.add(new ChatEvent.Notice("warming-up", "It may take minutes"));
        models.reply(answer("ok"));
        List<ChatEvent> events = new ArrayList<>();

        agent.run(AgentRequest.of(ChatRequest.of("go")), new AgentListener() {
            @Override
            public void onEvent(ChatEvent event) {
                events.add(event);
            }
        });

        assertThat(events.get(0)).isEqualTo(new ChatEvent.Notice("warming-up", "It may take minutes"));
    }

    @Test
    void forcesAToolOnlyInTheFirstRequest() {
        agent.addTool(new EchoTool("echo", ""), service(1, 0));
        models.reply(calls(call("1", "echo", "{}"))).reply(answer("ok"));

        agent.run(
                AgentRequest.of(ChatRequest.builder()
                        .user("go")
                        .toolChoice(ToolChoice.REQUIRED)
                        .build()),
                NOBODY);

        assertThat(models.requests)
                .extracting(ChatRequest::toolChoice)
                .containsExactly(ToolChoice.REQUIRED, ToolChoice.AUTO);
    }

    @Test
    void offersOnlyTheToolsThatWereNamed() {
        agent.addTool(new EchoTool("one", ""), service(1, 0));
        agent.addTool(new EchoTool("two", ""), service(2, 0));
        models.reply(answer("ok"));

        agent.run(new AgentRequest(ChatRequest.of("go"), List.of("two"), 1), NOBODY);

        assertThat(models.requests.get(0).tools())
                .extracting(ToolDefinition::name)
                .containsExactly("two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.run(new AgentRequest(ChatRequest.of("go"), List.of("three"), 1), NOBODY))
                .withMessage("This host has no tool named \"three\"; it has one, two");
    }

    @Test
    void prefersTheToolWithTheHighestRankingAndTakesTheOtherWhenItGoes() {
        agent.addTool(new EchoTool("echo", "old "), service(1, 0));
        agent.addTool(new EchoTool("echo", "new "), service(2, 7));
        models.reply(calls(call("1", "echo", "{}"))).reply(answer("ok"));
        assertThat(agent.run(ask(), NOBODY).toolRuns().get(0).answer()).isEqualTo("new {}");

        agent.removeTool(new EchoTool("echo", ""), service(2, 7));
        models.reply(calls(call("1", "echo", "{}"))).reply(answer("ok"));
        assertThat(agent.run(ask(), NOBODY).toolRuns().get(0).answer()).isEqualTo("old {}");
    }

    @Test
    void passesAFailureOnAsItIs() {
        ProviderUnavailableException failure =
                new ProviderUnavailableException("timeout", "No answer", ErrorDetails.NONE, null);
        models.reply("Hel", failure);

        assertThatThrownBy(() -> agent.run(ask(), NOBODY)).isSameAs(failure);
        assertThat(models.openStreams).hasValue(0);
    }

    @Test
    void endsTheRequestWhenTheListenerThrows() {
        models.reply("Hel", answer("Hello"));

        assertThatThrownBy(() -> agent.run(ask(), new AgentListener() {
                    @Override
                    public void onText(String text) {
                        throw new IllegalStateException("full disk");
                    }
                }))
                .hasMessage("full disk");
        assertThat(models.openStreams).hasValue(0);
    }

    @Test
    void leavesAtOnceWhenInterruptedEvenIfTheReadCannotBe() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        models.reply("Hel", never, answer("Hello"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread turn = new Thread(() -> {
            try {
                agent.run(ask(), NOBODY);
            } catch (RuntimeException failure) {
                thrown.set(failure);
            }
        });
        turn.start();
        assertThat(models.hanging.await(5, TimeUnit.SECONDS)).isTrue();

        turn.interrupt();
        turn.join(5000);

        assertThat(thrown.get()).isInstanceOf(RequestCancelledException.class);
        assertThat(models.openStreams).hasValue(0);
        never.countDown();
    }

    @Test
    void tellsTheModelWhatIsWrongWithItsCallAndDoesNotRunTheTool() {
        EchoTool tool = new EchoTool("echo", "heard ");
        agent.addTool(tool, service(1, 0));
        models.reply(calls(new ToolCall("c1", "echo", "{\"a\":", "The arguments were cut off")))
                .reply("ok", answer("ok"));

        AgentResult result = agent.run(ask(), NOBODY);

        assertThat(result.toolRuns())
                .singleElement()
                .satisfies(run -> assertThat(run.failed()).isTrue())
                .satisfies(run -> assertThat(run.answer()).isEqualTo("The arguments were cut off"));
        assertThat(result.conversation()).contains(new ChatMessage.ToolMessage("c1", "The arguments were cut off"));
    }

    @Test
    void passesTheNoticesOfAReplyOn() {
        ChatEvent.Notice notice = new ChatEvent.Notice("pattern-removed", "left out");
        models.reply(notice, answer("ok"));
        List<ChatEvent> seen = new ArrayList<>();

        agent.run(ask(), new AgentListener() {
            @Override
            public void onEvent(ChatEvent event) {
                seen.add(event);
            }
        });

        assertThat(seen).contains(notice);
    }

    @Test
    void doesNotBeginWhenAlreadyInterrupted() {
        models.reply(answer("late"));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(() -> agent.run(ask(), NOBODY));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static AgentRequest ask() {
        return AgentRequest.of(ChatRequest.of("go"));
    }

    private static Map<String, Object> service(long id, int ranking) {
        return Map.of("service.id", id, "service.ranking", ranking);
    }

    private static ToolCall call(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments);
    }

    private static ChatResult answer(String text) {
        return ChatResult.builder("p/m").text(text).build();
    }

    private static ChatResult calls(ToolCall... calls) {
        return ChatResult.builder("p/m").toolCalls(List.of(calls)).build();
    }

    private static ChatResult priced(ChatResult reply, long input, String usd) {
        return reply.toBuilder()
                .usage(new Usage(input, 1, null, null, input + 1))
                .cost(new Cost(new BigDecimal(usd)))
                .attempts(List.of(Attempt.succeeded("p/m", "p:default")))
                .build();
    }

    private static final class RefusingTool extends EchoTool {
        RefusingTool() {
            super("refusing", "");
        }

        @Override
        public String call(String arguments) throws ToolException {
            throw new ToolException("No tea left");
        }
    }

    private static final class CrashingTool extends EchoTool {
        CrashingTool() {
            super("crashing", "");
        }

        @Override
        public String call(String arguments) {
            throw new IllegalStateException("secret detail");
        }
    }
}
