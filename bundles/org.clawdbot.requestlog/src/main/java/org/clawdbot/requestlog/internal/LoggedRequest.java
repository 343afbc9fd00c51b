package org.clawdbot.requestlog.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ObservedRequest;
import org.jspecify.annotations.Nullable;

/** Collects what is known of one request, and makes a line of it when it is written: the request does not wait for that. */
final class LoggedRequest implements ChatObservation, LineWriter.Line {

    private final Clock clock;
    private final Consumer<LineWriter.Line> lines;
    private final Instant begun;
    private final @Nullable String requested;
    private final boolean streaming;
    private final List<Attempt> failures = new ArrayList<>();
    private @Nullable String model;
    private @Nullable String profile;
    private @Nullable Instant firstToken;
    private Instant ended = Instant.MIN;
    private String outcome = "";
    private @Nullable String answered;
    private @Nullable FinishReason finishReason;
    private @Nullable Usage usage;
    private @Nullable Cost cost;
    private @Nullable String code;
    private @Nullable Integer status;
    private @Nullable String invocationId;

    LoggedRequest(ObservedRequest request, Clock clock, Consumer<LineWriter.Line> lines) {
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
        answered = result.answeredModel();
        finishReason = result.finishReason();
        usage = result.usage();
        cost = result.cost();
        invocationId = result.invocationId();
        end("completed");
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof ModelException known) {
            code = known.code();
            status = known.details().httpStatus();
            invocationId = known.details().invocationId();
        } else {
            code = failure.getClass().getName();
        }
        end("failed");
    }

    @Override
    public void cancelled() {
        end("cancelled");
    }

    /** Nothing of this changes any more. */
    private void end(String how) {
        outcome = how;
        ended = clock.instant();
        lines.accept(this);
    }

    @Override
    public byte[] bytes() {
        return new JsonLine()
                .put("time", Timestamps.text(begun))
                .put("outcome", outcome)
                .put("requested", requested)
                .put("model", model)
                .put("profile", profile)
                .put("stream", streaming)
                .put("millis", Duration.between(begun, ended).toMillis())
                .put(
                        "firstTokenMillis",
                        firstToken == null
                                ? null
                                : Duration.between(begun, firstToken).toMillis())
                .put("answered", answered)
                .put("finishReason", finishReason)
                .put("tokens", usage == null ? null : tokens(usage))
                .put("usd", cost == null ? null : cost.usd())
                .put("code", code)
                .put("status", status)
                .put("invocationId", invocationId)
                .put(
                        "attempts",
                        failures.isEmpty()
                                ? null
                                : failures.stream().map(LoggedRequest::line).toList())
                .bytes();
    }

    private static JsonLine tokens(Usage usage) {
        return new JsonLine()
                .put("input", usage.input())
                .put("output", usage.output())
                .put("cacheRead", usage.cacheRead())
                .put("reasoning", usage.reasoning());
    }

    private static JsonLine line(Attempt attempt) {
        return new JsonLine()
                .put("model", attempt.model())
                .put("profile", attempt.profileId())
                .put("code", attempt.failure())
                .put("status", attempt.httpStatus());
    }
}
