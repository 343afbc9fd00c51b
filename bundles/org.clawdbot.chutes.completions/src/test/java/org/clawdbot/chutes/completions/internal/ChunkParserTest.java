package org.clawdbot.chutes.completions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.chutes.completions.internal.ChunkParser.MalformedChunkException;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkParserTest {

    private static final String REAL =
            "{\"id\":\"0ff9d21adf1d458e9b24575c5b1b8115\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1771352259,\"model\":\"Qwen/Qwen3-32B\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                    + "\"content\":\"word \",\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":null,"
                    + "\"matched_stop\":null}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":34,\"total_tokens\":46,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0},\"reasoning_tokens\":0},"
                    + "\"chutes_verification\":\"2b2b847d04afca72b5e532ce3b05feb2\"}";

    private final ReplyAssembler reply = reply(Set.of());
    private final ChunkParser parser = new ChunkParser(reply);

    @Test
    void takesWhatMattersFromAChunkFullOfNulls() throws MalformedChunkException {
        read(REAL);
        read("{\"id\":null,\"model\":null,\"choices\":[{\"delta\":null,\"finish_reason\":\"stop\"}],\"usage\":null}");

        ChatResult result = reply.finish(ErrorDetails.NONE);

        assertThat(result.text()).isEqualTo("word ");
        assertThat(result.answeredModel()).isEqualTo("Qwen/Qwen3-32B");
        assertThat(result.usage()).isEqualTo(new Usage(12, 34, 0L, 0L, 46));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":null}",
                "{\"choices\":[]}",
                "{\"choices\":[null,1,\"x\"]}",
                "{\"choices\":{\"delta\":{}}}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"delta\":{\"content\":{\"a\":[1]},\"tool_calls\":[null],\"role\":7}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":{\"index\":0}}}]}",
                "{\"usage\":{\"prompt_tokens\":1}}",
                "{\"usage\":{\"prompt_tokens\":1.5,\"completion_tokens\":\"2\",\"total_tokens\":null}}",
                "{\"usage\":{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":2}}",
                "{\"error\":null,\"detail\":null,\"object\":\"chat.completion.chunk\",\"message\":\"hello\"}",
                "{\"prompt_token_ids\":[1,2,3],\"metadata\":{\"weight_version\":\"default\"}} \n"
            })
    void passesOverWhatSaysNothing(String chunk) throws MalformedChunkException {
        read(chunk);
        read("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
        reply.check(ErrorDetails.NONE);

        ChatResult result = reply.finish(ErrorDetails.NONE);

        assertThat(result.text()).isEqualTo("x");
        assertThat(result.usage()).isNull();
        assertThat(result.toolCalls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "[]",
                "null",
                "\"text\"",
                "{",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"",
                "{\"choices\":[{\"delta\":",
                "{\"usage\":{\"prompt_tokens\":1",
                "{\"error\":{\"message\":\"x\"",
                "{\"x\":[[[",
                "{} {}",
                "{}x",
                "{\"a\":tru}"
            })
    void whatIsNotOneObjectIsMalformed(String chunk) {
        assertThatExceptionOfType(MalformedChunkException.class).isThrownBy(() -> read(chunk));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} tru", "{}1", "{} \"x", "{}\"}"})
    void whatBeginsBehindTheObjectIsMalformed(String chunk) {
        assertThatExceptionOfType(MalformedChunkException.class).isThrownBy(() -> read(chunk));
    }

    @Test
    void nestingAndNumbersBeyondReasonAreMalformed() {
        assertThatExceptionOfType(MalformedChunkException.class)
                .isThrownBy(() -> read("{\"a\":" + "[".repeat(100_000)));
        assertThatExceptionOfType(MalformedChunkException.class).isThrownBy(() -> new ChunkParser(reply)
                .parse(
                        ("{\"usage\":{\"prompt_tokens\":" + "9".repeat(1_000_000) + "}}").getBytes(UTF_8),
                        0,
                        1_000_029));
    }

    @Test
    void reasoningComesBeforeTextWhicheverStandsFirst() throws MalformedChunkException {
        read("{\"choices\":[{\"delta\":{\"content\":\"so\",\"reasoning\":\"why\",\"reasoning_content\":\"why\"}}]}");

        assertThat(events())
                .containsSubsequence(new ChatEvent.ReasoningDelta("why"), new ChatEvent.TextDelta("so"))
                .hasSize(3);
    }

    @Test
    void argumentsThatCameAsAnObjectAreTakenAsTheirText() throws MalformedChunkException {
        read("{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"t\",\"arguments\":"
                + "{\"x\":[1.50,{}],\"y\":null}}}]},\"finish_reason\":\"tool_calls\"}]}");

        assertThat(reply.finish(ErrorDetails.NONE).toolCalls())
                .containsExactly(new ToolCall("a", "t", "{\"x\":[1.50,{}],\"y\":null}"));
    }

    @Test
    void anUnknownFinishReasonIsKeptAsItIs() throws MalformedChunkException {
        read("{\"choices\":[{\"finish_reason\":\"repetition_stop\"}]}");

        assertThat(reply.finish(ErrorDetails.NONE).finishReason()).isEqualTo(new FinishReason("repetition_stop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"lost the instance\"}",
                "{\"error\":{\"message\":\"lost the instance\",\"code\":500}}",
                "{\"error\":{\"error\":{\"message\":\"lost the instance\"}}}",
                "{\"detail\":\"lost the instance\"}",
                "{\"object\":\"error\",\"message\":\"lost the instance\",\"code\":500}",
                "{\"message\":\"lost the instance\",\"object\":\"error\"}"
            })
    void everyShapeOfErrorEndsTheReplyWithItsReason(String chunk) throws MalformedChunkException {
        read("{\"choices\":[{\"delta\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}");
        read(chunk);

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> reply.check(ErrorDetails.NONE))
                .withMessageContaining("(\"lost the instance\")")
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{}}",
                "{\"error\":\"\"}",
                "{\"error\":500}",
                "{\"error\":[]}",
                "{\"object\":\"error\"}"
            })
    void anErrorWithoutAReasonIsAnError(String chunk) throws MalformedChunkException {
        read(chunk);

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> reply.check(ErrorDetails.NONE))
                .withMessageNotContaining("\"");
    }

    @Test
    void noBytesMakeItFailInAnyOtherWay() {
        Random random = new Random(10);
        byte[] real = REAL.getBytes(UTF_8);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = real.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ReplyAssembler any = reply(Set.of("look"));
            try {
                new ChunkParser(any).parse(bytes, 0, 1 + random.nextInt(bytes.length));
            } catch (MalformedChunkException e) {
                assertThat(e).hasMessageNotContaining("word");
            }
        }
    }

    @Test
    void agreesWithTheSlowWayOnRandomChunks() throws MalformedChunkException, JsonException {
        Random random = new Random(8);
        for (int round = 0; round < 3_000; round++) {
            ReplyAssembler fast = reply(Set.of());
            ChunkParser chunks = new ChunkParser(fast);
            SlowReply slow = new SlowReply();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String chunk = randomChunk(random);
                byte[] bytes = ("<<" + chunk + ">>").getBytes(UTF_8);
                chunks.parse(bytes, 2, bytes.length - 4);
                slow.read(chunk);
            }
            fast.finishReason("stop");
            ChatResult result = fast.finish(ErrorDetails.NONE);

            assertThat(result.text()).isEqualTo(slow.text.toString());
            assertThat(result.reasoning()).isEqualTo(slow.reasoning.isEmpty() ? null : slow.reasoning.toString());
            assertThat(result.answeredModel()).isEqualTo(slow.model);
        }
    }

    private static String randomChunk(Random random) {
        List<String> members = new ArrayList<>();
        String[] names = {"content", "reasoning_content", "role", "x"};
        for (String name : names) {
            if (random.nextBoolean()) {
                members.add("\"" + name + "\":" + RandomJson.value(random, 2));
            }
        }
        String model = random.nextBoolean() ? ",\"model\":" + RandomJson.value(random, 1) : "";
        return "{\"unknown\":" + RandomJson.value(random, 3) + model + ",\"choices\":[{\"delta\":{"
                + String.join(",", members) + "},\"index\":" + RandomJson.value(random, 1) + "}]}";
    }

    /** The same by a tree of values. */
    private static final class SlowReply {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private String model;

        void read(String chunk) throws JsonException {
            Map<String, Object> members = Json.object(Json.parse(chunk)).orElseThrow();
            Json.text(members, "model").filter(name -> !name.isEmpty()).ifPresent(name -> model = name);
            Map<String, Object> choice = Json.object(
                            Json.list(members, "choices").orElseThrow().get(0))
                    .orElseThrow();
            Map<String, Object> delta = Json.object(choice, "delta").orElseThrow();
            Json.text(delta, "content").ifPresent(text::append);
            Json.text(delta, "reasoning_content").ifPresent(reasoning::append);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChunkCostsLittleMoreMemoryThanItsText(boolean lookingForCallsAndThinking) throws MalformedChunkException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        ReplyAssembler assembler = lookingForCallsAndThinking
                ? new ReplyAssembler(
                        new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.MAY_OPEN, Set.of("look"), List.of()),
                        null,
                        null)
                : reply(Set.of());
        ChunkParser chunks = new ChunkParser(assembler);
        byte[] chunk = REAL.getBytes(UTF_8);
        run(chunks, assembler, chunk, 20_000);

        long before = threads.getThreadAllocatedBytes(id);
        run(chunks, assembler, chunk, 20_000);
        long each = (threads.getThreadAllocatedBytes(id) - before) / 20_000;

        assertThat(each).as("bytes for each chunk, its text included").isLessThan(200);
    }

    private static void run(ChunkParser parser, ReplyAssembler reply, byte[] chunk, int times)
            throws MalformedChunkException {
        for (int i = 0; i < times; i++) {
            parser.parse(chunk, 0, chunk.length);
            while (reply.poll() != null) {
                // taken, as a caller does
            }
        }
    }

    private static ReplyAssembler reply(Set<String> tools) {
        return new ReplyAssembler(
                new ReplyRules("chutes/a/b", ReplyRules.ThinkingTags.ARE_TEXT, tools, List.of()), null, null);
    }

    private List<ChatEvent> events() {
        List<ChatEvent> events = new ArrayList<>();
        for (ChatEvent event = reply.poll(); event != null; event = reply.poll()) {
            events.add(event);
        }
        return events;
    }

    private void read(String chunk) throws MalformedChunkException {
        byte[] bytes = chunk.getBytes(UTF_8);
        parser.parse(bytes, 0, bytes.length);
    }
}
