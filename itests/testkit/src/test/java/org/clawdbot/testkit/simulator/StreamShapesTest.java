package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;

class StreamShapesTest extends SimulatorFixture {

    private static final Behaviour NORMAL = Behaviour.normal();

    private List<JsonNode> stream(Behaviour behaviour) {
        return events(chat(behaviour, streaming("hi")).body());
    }

    @Test
    void saysWhatTheScenarioSays() {
        List<JsonNode> events = stream(Behaviour.reply("Ümläut, 日本 and 🙂 done.")
                .with(Setting.FINISH_REASON, "content_filter")
                .with(Setting.ANSWER_MODEL, "another/model"));

        assertThat(text(events)).isEqualTo("Ümläut, 日本 and 🙂 done.");
        assertThat(events).allMatch(event -> event.path("model").asText().equals("another/model"));
        assertThat(events.toString()).contains("\"finish_reason\":\"content_filter\"");
    }

    @Test
    void sendsAnyNumberAndSizeOfPieces() {
        List<JsonNode> events = stream(NORMAL.with(Setting.CHUNK_COUNT, 3000)
                .with(Setting.CHUNK_CHARS, 20)
                .with(Setting.CHUNK_DELAY_MILLIS, 0));

        assertThat(events).hasSize(3003);
        assertThat(text(events)).hasSize(60_000);
    }

    @Test
    void cutsATextIntoPiecesOfEqualSize() {
        List<JsonNode> events = stream(Behaviour.reply("🙂🙂🙂").with(Setting.CHUNK_CHARS, 2));

        assertThat(events.get(1)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asText())
                .isEqualTo("🙂🙂");
        assertThat(text(events)).isEqualTo("🙂🙂🙂");
    }

    @Test
    void putsUsageWhereTheScenarioWantsIt() {
        List<JsonNode> last = stream(NORMAL.with(Setting.USAGE, "last"));
        assertThat(last.subList(0, last.size() - 1))
                .allMatch(event -> event.path("usage").isNull());
        assertThat(last.get(last.size() - 1).path("usage").path("total_tokens").asInt())
                .isPositive();

        assertThat(stream(NORMAL.with(Setting.USAGE, "none"))).isNotEmpty().allMatch(event -> event.path("usage")
                .isNull());

        List<JsonNode> given = stream(NORMAL.with(
                Setting.USAGE_TOKENS, json("{\"prompt\":1000,\"completion\":50,\"cached\":900,\"reasoning\":7}")));
        assertThat(given.get(given.size() - 1).path("usage"))
                .isEqualTo(json("{\"prompt_tokens\":1000,\"completion_tokens\":50,\"total_tokens\":1050,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":900},\"reasoning_tokens\":7}"));
    }

    @Test
    void namesReasoningEitherWay() {
        Behaviour thinking = NORMAL.with(Setting.REASONING, "Hmm.");

        JsonNode usual = stream(thinking).get(1).path("choices").path(0).path("delta");
        JsonNode newer = stream(thinking.with(Setting.REASONING_FIELD, "reasoning"))
                .get(1)
                .path("choices")
                .path(0)
                .path("delta");
        JsonNode both = stream(thinking.with(Setting.REASONING_FIELD, "both"))
                .get(1)
                .path("choices")
                .path(0)
                .path("delta");

        assertThat(usual.path("reasoning_content").asText()).isEqualTo("Hmm.");
        assertThat(usual.has("reasoning")).isFalse();
        assertThat(newer.path("reasoning").asText()).isEqualTo("Hmm.");
        assertThat(newer.has("reasoning_content")).isFalse();
        assertThat(both.path("reasoning").asText()).isEqualTo("Hmm.");
        assertThat(both.path("reasoning_content").asText()).isEqualTo("Hmm.");
    }

    @Test
    void usesCarriageReturnsAndCommentsWhenAsked() {
        String stream = chat(NORMAL.with(Setting.LINE_ENDS, "crlf").with(Setting.COMMENTS, true), streaming("hi"))
                .body();

        assertThat(stream.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(stream).startsWith(": keep-alive\r\n\r\ndata: {").endsWith("data: [DONE]\r\n\r\n");
    }

    @Test
    void cutsACharacterBetweenTwoWrites() throws Exception {
        simulator.chat(Behaviour.reply("grüße").with(Setting.SPLIT_UTF8, true));

        RawExchange exchange = RawExchange.chat(simulator, streaming("hi"));

        assertThat(exchange.text()).contains("gr");
        assertThat(exchange.chunks()).anyMatch(chunk -> !isText(chunk));
        String whole = exchange.chunks().stream()
                .map(chunk -> new String(chunk, StandardCharsets.ISO_8859_1))
                .reduce("", String::concat);
        assertThat(text(events(new String(whole.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))))
                .isEqualTo("grüße");
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
