package org.clawdbot.testkit.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.ScenarioRun;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Records each request, plays the scenario's ingress rules, finds the route and turns refusals into answers. */
final class Router extends Handler.Abstract.NonBlocking {

    private static final long PROBE_MILLIS = 50;

    private final Routes routes;
    private final RequestLog log;
    private final ScenarioRun scenario;
    private final Pacer pacer;
    private final long maxBodyBytes;
    private final Clock clock;
    private final Set<Connection> watched = ConcurrentHashMap.newKeySet();

    Router(Routes routes, RequestLog log, ScenarioRun scenario, Pacer pacer, long maxBodyBytes, Clock clock) {
        this.routes = routes;
        this.log = log;
        this.scenario = scenario;
        this.pacer = pacer;
        this.maxBodyBytes = maxBodyBytes;
        this.clock = clock;
        pacer.every(PROBE_MILLIS, () -> watched.forEach(Connection::probe));
    }

    ScenarioRun scenario() {
        return scenario;
    }

    Pacer pacer() {
        return pacer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Instant arrived = clock.instant();
        Connection connection = new Connection(request, response, callback, log, watched);
        new BodyReader(request, maxBodyBytes, new BodyReader.Result() {
                    @Override
                    public void body(String text, boolean tooLarge) {
                        received(record(request, text, arrived), connection, tooLarge);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        callback.failed(cause);
                    }
                })
                .run();
        return true;
    }

    private static RecordedRequest record(Request request, String body, Instant arrived) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return new RecordedRequest(
                request.getMethod(), path == null ? "" : path, query == null ? "" : query, headers, body, arrived);
    }

    private void received(RecordedRequest request, Connection connection, boolean tooLarge) {
        log.add(request);
        Route found = null;
        boolean pathKnown = false;
        Map<String, String> pathValues = Map.of();
        for (Route route : routes.all()) {
            Optional<Map<String, String>> match = route.match(request.path());
            pathKnown |= match.isPresent();
            if (match.isPresent() && route.method().equals(request.method())) {
                found = route;
                pathValues = match.get();
                break;
            }
        }
        Exchange exchange = new Exchange(request, pathValues, connection, this, tooLarge);
        Refusal unknown = pathKnown ? new Refusal(405, "Method Not Allowed") : new Refusal(404, "Not Found");
        Route route = found == null
                ? new Route("", "", true, ignored -> {
                    throw unknown;
                })
                : found;
        Behaviour ingress = scenario.decide(exchange.facts(namedModel(request)), Rule.Stage.INGRESS);
        play(exchange, ingress, () -> {
            if (route.ownStage()) {
                route.handler().handle(exchange);
            } else {
                play(exchange, exchange.behaviour(""), () -> route.handler().handle(exchange));
            }
        });
    }

    private void play(Exchange exchange, Behaviour behaviour, Runnable normally) {
        if (behaviour.on(Setting.HANG)) {
            exchange.never();
            return;
        }
        exchange.later(behaviour.number(Setting.DELAY_MILLIS, 0), () -> {
            if (behaviour.isError()) {
                ScriptedError.answer(exchange, behaviour, Map.of());
            } else {
                behaviour.headers().forEach(exchange::header);
                exchange.deviate(behaviour);
                normally.run();
            }
        });
    }

    /** Runs a part of a handler; what it throws becomes the answer. */
    void answering(Exchange exchange, Runnable task) {
        try {
            task.run();
        } catch (Refusal refusal) {
            exchange.detail(refusal.status(), refusal.detail());
        } catch (RuntimeException e) {
            System.getLogger(Router.class.getName()).log(System.Logger.Level.ERROR, "Simulator defect", e);
            exchange.detail(500, JsonNodeFactory.instance.textNode("Simulator defect: " + e));
        }
    }

    private static String namedModel(RecordedRequest request) {
        if (!request.body().startsWith("{")) {
            return "";
        }
        try {
            return Json.MAPPER.readTree(request.body()).path("model").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
