package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Refusal;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;
import org.clawdbot.testkit.simulator.http.ScriptedError;
import org.clawdbot.testkit.simulator.http.StreamStep;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;

/** The inference host: {@code GET /v1/models} and {@code POST /v1/chat/completions}. */
public final class InferenceRoutes implements RouteGroup {

    private static final int QUOTA = 2000;

    private final KeyRing keys;
    private final ModelList models;
    private final ModelRouting routing;
    private final ScriptedEngine engine;
    private final AtomicInteger used = new AtomicInteger();

    /**
     * Makes the group.
     *
     * @param keys who may ask
     * @param models what is on offer
     * @param engine who answers
     */
    public InferenceRoutes(KeyRing keys, ModelList models, ScriptedEngine engine) {
        this.keys = keys;
        this.models = models;
        this.routing = new ModelRouting(models);
        this.engine = engine;
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/v1/models", this::list).onChecked("POST", "/v1/chat/completions", this::complete);
    }

    private void list(Exchange exchange) {
        keys.checkPublic(exchange.request());
        exchange.json(200, models.document());
    }

    private void complete(Exchange exchange) {
        if (exchange.bodyTooLarge()) {
            throw new Refusal(413, "Request body is too large.");
        }
        keys.checkInference(exchange.request());
        ObjectNode body = GatewayChecks.parse(exchange.request().body());
        GatewayChecks.checkContent(body);
        List<JsonNode> rows = routing.resolve(body.path("model"));
        boolean teeOnly = isTrue(exchange, "X-TEE-Only");
        GatewayChecks.checkTee(rows.get(0), teeOnly);
        boolean streaming = GatewayChecks.streaming(body);
        GatewayChecks.checkHistory(body);
        boolean thinking = isTrue(exchange, "X-Enable-Thinking")
                || ModelRouting.asksForThinking(body.path("model").asText());
        Target target = target(exchange, rows, teeOnly);
        ChatRequest request = new ChatRequest(body, target.row(), thinking);
        Behaviour behaviour = target.behaviour();
        if (!behaviour.isError()) {
            exchange.track();
        }
        if (behaviour.on(Setting.HANG)) {
            exchange.never();
            return;
        }
        exchange.later(behaviour.number(Setting.DELAY_MILLIS, 0), () -> {
            if (behaviour.isError()) {
                String chute = target.row().path("chute_id").asText("");
                ScriptedError.answer(exchange, behaviour, Map.of("chute_id", chute, "model", request.model()));
            } else {
                answer(exchange, request, behaviour, streaming);
            }
        });
    }

    private record Target(JsonNode row, Behaviour behaviour) {}

    /** Only 429 and 503 move on to the next model; when all fail the first one's error is the answer. */
    private static Target target(Exchange exchange, List<JsonNode> rows, boolean teeOnly) {
        Target first = null;
        for (JsonNode row : rows) {
            GatewayChecks.checkTee(row, teeOnly);
            Behaviour behaviour = exchange.behaviour(row.path("id").asText());
            Target target = new Target(row, behaviour);
            int status = behaviour.number(Setting.STATUS, 200);
            if (status != 429 && status != 503) {
                return target;
            }
            first = first == null ? target : first;
        }
        if (first == null) {
            throw new IllegalStateException("no rows");
        }
        return first;
    }

    private void answer(Exchange exchange, ChatRequest request, Behaviour behaviour, boolean streaming) {
        Answer answer = engine.answer(request, behaviour);
        String verification = engine.nextId();
        int before = used.getAndIncrement();
        exchange.header("X-Chutes-InvocationID", engine.nextUuid());
        exchange.header("X-Chutes-Quota-Total", String.valueOf(QUOTA));
        exchange.header("X-Chutes-Quota-Used", String.valueOf(before));
        exchange.header("X-Chutes-Quota-Remaining", String.valueOf(Math.max(0, QUOTA - before)));
        exchange.header("X-Chutes-RL-User", "60");
        behaviour.headers().forEach(exchange::header);
        if (streaming) {
            exchange.header("Cache-Control", "no-cache, no-transform");
            exchange.header("X-Accel-Buffering", "no");
            ChatChunks chunks = new ChatChunks(answer, behaviour, verification);
            exchange.stream(
                    200, "text/event-stream; charset=utf-8", new EventStream(chunks, behaviour, engine.nextId()));
        } else {
            plain(exchange, PlainAnswer.of(answer, behaviour, verification), behaviour);
        }
    }

    private static void plain(Exchange exchange, ObjectNode document, Behaviour behaviour) {
        if (behaviour.fault().isEmpty()) {
            exchange.json(200, document);
            return;
        }
        byte[] whole = document.toString().getBytes(StandardCharsets.UTF_8);
        StreamStep.broken(whole, behaviour.fault().get())
                .ifPresentOrElse(
                        steps -> exchange.stream(200, "application/json", steps),
                        () -> exchange.detail(
                                500, JsonNodeFactory.instance.textNode("exhausted all available targets to no avail")));
    }

    private static boolean isTrue(Exchange exchange, String header) {
        return exchange.request().header(header).orElse("").equalsIgnoreCase("true");
    }
}
