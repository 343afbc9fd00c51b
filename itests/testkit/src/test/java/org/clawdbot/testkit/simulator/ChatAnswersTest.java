package org.clawdbot.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatAnswersTest extends SimulatorFixture {

    private JsonNode message(String body) {
        return json(chat(body).body()).path("choices").path(0).path("message");
    }

    @Test
    void echoesTheUserInOnePiece() {
        HttpResponse<String> response = chat(plain("Where is the harbour?"));

        JsonNode whole = json(response.body());
        assertThat(whole.path("object").asText()).isEqualTo("chat.completion");
        assertThat(whole.path("model").asText()).isEqualTo(TEE_MODEL);
        assertThat(whole.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(whole.path("choices").path(0).path("message").path("content").asText())
                .contains("\"Where is the harbour?\"");
        assertThat(whole.path("usage").path("total_tokens").asInt())
                .isEqualTo(whole.path("usage").path("prompt_tokens").asInt()
                        + whole.path("usage").path("completion_tokens").asInt());
        assertThat(whole.path("chutes_verification").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void putsTheGatewayHeadersOnSuccess() {
        HttpResponse<String> first = chat(plain("hi"));
        HttpResponse<String> second = chat(streaming("hi"));

        assertThat(first.headers().firstValue("X-Chutes-InvocationID").orElseThrow())
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isNotEqualTo(
                        second.headers().firstValue("X-Chutes-InvocationID").orElseThrow());
        assertThat(first.headers().firstValue("X-Chutes-Quota-Total")).hasValue("2000");
        assertThat(second.headers().firstValue("X-Chutes-Quota-Used")).hasValue("1");
        assertThat(second.headers().firstValue("X-Chutes-Quota-Remaining")).hasValue("1999");
        assertThat(second.headers().firstValue("X-Chutes-RL-User")).hasValue("60");
        assertThat(second.headers().firstValue("Cache-Control")).hasValue("no-cache, no-transform");
        assertThat(second.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        assertThat(second.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
    }

    @Test
    void streamsAsTheGatewayDoes() {
        String stream = chat(streaming("Where is the harbour?")).body();

        assertThat(stream).endsWith("\n\ndata: [DONE]\n\n").doesNotContain("\r");
        List<JsonNode> events = events(stream);
        JsonNode first = events.get(0);
        JsonNode delta = first.path("choices").path(0).path("delta");
        assertThat(delta.path("role").asText()).isEqualTo("assistant");
        assertThat(delta.path("content").asText("none")).isEmpty();
        assertThat(delta.path("reasoning_content").isNull()).isTrue();
        assertThat(delta.path("tool_calls").isNull()).isTrue();
        assertThat(first.path("choices").path(0).has("matched_stop")).isTrue();
        assertThat(first.path("usage").isNull()).isTrue();
        assertThat(first.path("chutes_verification").asText()).matches("[0-9a-f]{32}");

        assertThat(text(events)).contains("\"Where is the harbour?\"");
        Set<String> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.path("id").asText()));
        assertThat(ids).hasSize(1);
        JsonNode finish = events.get(events.size() - 2);
        assertThat(finish.path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("stop");
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.path("usage")).isEqualTo(finish.path("usage"));
    }

    @Test
    void countsUsageUpFromEventToEvent() {
        int before = 0;
        for (JsonNode event : events(chat(streaming("count me")).body())) {
            int now = event.path("usage").path("completion_tokens").asInt(before);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(before).isPositive();
    }

    @Test
    void thinksFirstWhenTheRulesOfTheGatewaySaySo() {
        List<JsonNode> events =
                events(chat(body(MODEL, "hi", ",\"stream\":true")).body());

        assertThat(events.get(1)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("reasoning_content")
                        .asText())
                .startsWith("The ");
        assertThat(events.get(events.size() - 1)
                        .path("usage")
                        .path("reasoning_tokens")
                        .asInt())
                .isPositive();
        String off = ",\"chat_template_kwargs\":{\"enable_thinking\":false}";
        assertThat(message(body(MODEL, "hi", off)).path("reasoning_content").isNull())
                .isTrue();
        assertThat(message(plain("hi")).path("reasoning_content").isNull()).isTrue();
        assertThat(message(body(TEE_MODEL + ":THINKING", "hi", ""))
                        .path("reasoning_content")
                        .isTextual())
                .isTrue();
        assertThat(json(send(chatRequest(plain("hi")).header("X-Enable-Thinking", "true"))
                                .body())
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("reasoning_content")
                        .isTextual())
                .isTrue();
        assertThat(message(body(TEE_MODEL, "hi", ",\"chat_template_kwargs\":{\"reasoning_effort\":\"high\"}"))
                        .path("reasoning_content")
                        .isTextual())
                .isTrue();
    }

    @Test
    void stopsAtTheCapOfTokens() {
        JsonNode whole = json(chat(body(TEE_MODEL, "hi", ",\"max_tokens\":5")).body());

        assertThat(whole.path("choices").path(0).path("finish_reason").asText()).isEqualTo("length");
        assertThat(whole.path("usage").path("completion_tokens").asInt()).isBetween(1, 5);
    }

    @Test
    void answersAJsonSchemaWithADocumentThatFits() {
        String format = ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":"
                + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"},"
                + "\"kind\":{\"enum\":[\"sun\",\"rain\"]},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}}}}}";

        JsonNode answer = json(message(body(TEE_MODEL, "Forecast in New York for 3 days", format))
                .path("content")
                .asText());

        assertThat(answer).isEqualTo(json("{\"city\":\"New York\",\"days\":3,\"kind\":\"sun\",\"tags\":[true]}"));
        assertThat(json(message(body(TEE_MODEL, "hi", ",\"response_format\":{\"type\":\"json_object\"}"))
                        .path("content")
                        .asText()))
                .isEqualTo(json("{\"answer\":\"hi\"}"));
    }

    @Test
    void noticesImagesAndCachedTokens() {
        String conversation =
                "{\"model\":\"" + TEE_MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"first\"},"
                        + "{\"role\":\"assistant\",\"content\":\"answer\"},{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"look\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}]}";

        JsonNode whole = json(chat(conversation).body());

        assertThat(whole.path("choices").path(0).path("message").path("content").asText())
                .contains("\"look\"", "1 image.");
        assertThat(whole.path("usage")
                        .path("prompt_tokens_details")
                        .path("cached_tokens")
                        .asInt())
                .isPositive()
                .isLessThan(whole.path("usage").path("prompt_tokens").asInt());
    }
}
