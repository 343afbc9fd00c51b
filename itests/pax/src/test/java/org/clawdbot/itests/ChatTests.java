package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.tool.AgentTool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** What an application gets from the services: text as it arrives, and tools of its own in the conversation. */
abstract class ChatTests {

    private Framework framework;
    private ChatModels models;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
    }

    /** Types a command into the console of the framework and gives what it printed. */
    abstract String console(String command, Framework around);

    @Test
    void streamsAReplyToTheLastEvent() {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Hello from inside"))) {
            stream.forEach(events::add);
        }

        assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Completed.class);
        ChatResult result = ((ChatEvent.Completed) events.get(events.size() - 1)).result();
        assertThat(result.text()).contains("Hello from inside").isEqualTo(Streams.textOf(events));
        assertThat(result.usage()).isNotNull();
        assertThat(result.requestedModel()).isEqualTo(Chutes.MODEL);
    }

    @Test
    void handsOutEachPieceWhenItArrives() {
        List<Long> times = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Answer slowly"))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta) {
                    times.add(System.nanoTime());
                }
            }
        }

        assertThat(times).hasSize(Streams.SLOW_PIECES);
        long span = times.get(times.size() - 1) - times.get(0);
        assertThat(span / 1_000_000)
                .as("milliseconds from the first piece to the last")
                .isGreaterThan(400);
    }

    @Test
    void waitsForAReplyInOnePiece() {
        ChatResult result = models.complete(ChatRequest.of("All at once"));

        assertThat(result.text()).contains("All at once");
    }

    @Test
    void listsTheModelsOfTheServer() {
        assertThat(models.catalogs())
                .singleElement()
                .extracting(catalog -> catalog.find(Chutes.MODEL_ID))
                .asInstanceOf(InstanceOfAssertFactories.OPTIONAL)
                .isPresent();
    }

    @Test
    void answersTheCommandsOfTheConsole() {
        assertThat(console("models:list --json", framework)).contains("\"" + Chutes.MODEL + "\"");
    }

    @Test
    void runsAToolThatABundleOffers() {
        Agent agent = framework.service(Agent.class);
        ServiceRegistration<AgentTool> tool = framework
                .context()
                .registerService(AgentTool.class, new LighthouseTool(), FrameworkUtil.asDictionary(Map.of()));
        try {
            AgentResult result = agent.run(
                    AgentRequest.of(ChatRequest.of("How high is the lighthouse in Bremerhaven?")),
                    new AgentListener() {});

            assertThat(result.toolRuns())
                    .extracting(ToolRun::call)
                    .singleElement()
                    .satisfies(call -> assertThat(call.name()).isEqualTo("lighthouse_height"));
            assertThat(result.reply().text()).contains("lighthouse_height").contains("40 metres");
        } finally {
            tool.unregister();
        }
    }

    private static final class LighthouseTool implements AgentTool {

        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "lighthouse_height",
                    "Tells how high a lighthouse is",
                    """
                    {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");
        }

        @Override
        public String call(String arguments) {
            return "40 metres";
        }
    }
}
