package org.clawdbot.requestlog.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ObservedRequest;
import org.jspecify.annotations.Nullable;

/** Collects what is known of one request and makes a line of it at the end. */
final class LoggedRequest implements ChatObservation {

    private final Clock clock;
    private final Consumer<byte[]> lines;
    private final Instant begun;
    private final @Nullable String requested;
    private final boolean streaming;
    private final List<Attempt> failures = new ArrayList<>();
    private @Nullable String model;
    private @Nullable String profile;
    private @Nullable Instant firstToken;

    LoggedRequest(ObservedRequest request, Clock clock, Consumer<byte[]> lines) {
        this.clock = clock;
        this.lines = lines;
        this.begun = clock.instant();
        this.requested = request.chat().model();
        this.model = request.model();
        this.streaming = request.streaming();
    }

    @Override
    public void attemptStarted(AttemptTarget target) {
        model = target.model().reference().toString();
        profile = target.profileId();
    }

    @Override
    public void attemptFailed(Attempt attempt) {
        failures.add(attempt);
    }

    @Override
    public void firstToken() {
        firstToken = clock.instant();
    }

    @Override
    public void completed(ChatResult result) {
        Usage usage = result.usage();
        JsonLine tokens = usage == null
                ? null
                : new JsonLine()
                        .put("input", usage.input())
                        .put("output", usage.output())
                        .put("cacheRead", usage.cacheRead())
                        .put("reasoning", usage.reasoning());
        write(begun("completed")
                .put("answered", result.answeredModel())
                .put("finishReason", result.finishReason())
                .put("tokens", tokens)
                .put("usd", result.cost() == null ? null : result.cost().usd())
                .put("invocationId", result.invocationId()));
    }

    @Override
    public void failed(Throwable failure) {
        JsonLine line = begun("failed");
        if (failure instanceof ModelException known) {
            ErrorDetails details = known.details();
            line.put("code", known.code())
                    .put("status", details.httpStatus())
                    .put("invocationId", details.invocationId());
        } else {
            line.put("code", failure.getClass().getName());
        }
        write(line);
    }

    @Override
    public void cancelled() {
        write(begun("cancelled"));
    }

    private JsonLine begun(String outcome) {
        return new JsonLine()
                .put("time", Timestamps.text(begun))
                .put("outcome", outcome)
                .put("requested", requested)
                .put("model", model)
                .put("profile", profile)
                .put("stream", streaming)
                .put("millis", Duration.between(begun, clock.instant()).toMillis())
                .put(
                        "firstTokenMillis",
                        firstToken == null
                                ? null
                                : Duration.between(begun, firstToken).toMillis());
    }

    private void write(JsonLine line) {
        if (!failures.isEmpty()) {
            line.put(
                    "attempts",
                    failures.stream()
                            .map(attempt -> new JsonLine()
                                    .put("model", attempt.model())
                                    .put("profile", attempt.profileId())
                                    .put("code", attempt.failure())
                                    .put("status", attempt.httpStatus()))
                            .toList());
        }
        lines.accept(line.bytes());
    }
}
