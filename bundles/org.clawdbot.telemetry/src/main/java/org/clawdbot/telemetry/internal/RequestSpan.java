package org.clawdbot.telemetry.internal;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.SamplingOptions;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ObservedRequest;
import org.jspecify.annotations.Nullable;

/** One request as a span, a child of what the caller does, with a measurement of it at the end. */
final class RequestSpan implements ChatObservation {

    private static final double NANOS = 1e9;

    private final Instruments instruments;
    private final boolean recordContent;
    private final boolean streaming;
    private final Supplier<List<Map<String, Object>>> transports;
    private final LongSupplier nanoTime;
    private final long begun;
    private final Context context;
    private final Span span;
    private @Nullable ModelReference model;
    private @Nullable Server server;
    private @Nullable Double firstChunk;

    RequestSpan(
            Instruments instruments,
            ObservedRequest request,
            boolean recordContent,
            Supplier<List<Map<String, Object>>> transports,
            LongSupplier nanoTime) {
        this.instruments = instruments;
        this.recordContent = recordContent;
        this.streaming = request.streaming();
        this.transports = transports;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.model = ModelReference.parse(request.model() == null ? "" : request.model())
                .orElse(null);
        Context parent = Context.current();
        SpanBuilder builder = instruments
                .tracer()
                .spanBuilder(name())
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(target())
                .setAllAttributes(asked(request.chat(), request.streaming()));
        this.span = builder.startSpan();
        this.context = parent.with(span);
        if (recordContent) {
            span.setAttribute(
                    Names.INPUT_MESSAGES, MessagesJson.of(request.chat().messages()));
        }
    }

    private String name() {
        return model == null ? Names.CHAT : Names.CHAT + " " + model.id();
    }

    private static Attributes asked(ChatRequest chat, boolean streaming) {
        SamplingOptions sampling = chat.sampling();
        AttributesBuilder attributes = Attributes.builder();
        attributes.put(Names.REQUEST_STREAM, streaming);
        attributes.put(Names.CONVERSATION, chat.conversation());
        attributes.put(Names.OUTPUT_TYPE, chat.responseFormat() == null ? null : "json");
        attributes.put(Names.MAX_TOKENS, asLong(chat.maxTokens()));
        attributes.put(Names.TEMPERATURE, sampling.temperature());
        attributes.put(Names.TOP_P, sampling.topP());
        attributes.put(Names.TOP_K, asLong(sampling.topK()));
        attributes.put(Names.FREQUENCY_PENALTY, sampling.frequencyPenalty());
        attributes.put(Names.PRESENCE_PENALTY, sampling.presencePenalty());
        attributes.put(Names.SEED, sampling.seed());
        return attributes.build();
    }

    private static @Nullable Long asLong(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    /** Whom the request goes to, as far as it is known by now. */
    private Attributes target() {
        AttributesBuilder attributes = Attributes.builder().put(Names.OPERATION, Names.CHAT);
        if (model != null) {
            attributes.put(Names.PROVIDER, model.provider()).put(Names.REQUEST_MODEL, model.id());
        }
        if (server != null) {
            attributes.put(Names.SERVER_ADDRESS, server.address()).put(Names.SERVER_PORT, (long) server.port());
        }
        return attributes.build();
    }

    @Override
    public void attemptStarted(AttemptTarget attempt) {
        model = attempt.model().reference();
        server = Server.of(attempt.transport(), transports.get());
        span.updateName(name());
        span.setAllAttributes(target());
        span.setAttribute(Names.PROFILE, attempt.profileId());
    }

    @Override
    public void attemptFailed(Attempt attempt) {
        Integer status = attempt.httpStatus();
        span.addEvent(
                Names.FAILED_ATTEMPT,
                Attributes.builder()
                        .put(Names.REQUEST_MODEL, attempt.model())
                        .put(Names.PROFILE, attempt.profileId())
                        .put(Names.ERROR_TYPE, attempt.failure())
                        .put(Names.HTTP_STATUS, asLong(status))
                        .build());
    }

    @Override
    public void firstToken() {
        firstChunk = seconds();
    }

    @Override
    public void completed(ChatResult result) {
        span.setAttribute(Names.RESPONSE_MODEL, result.answeredModel());
        span.setAttribute(Names.RESPONSE_ID, result.invocationId());
        if (result.finishReason() != null) {
            span.setAttribute(
                    Names.FINISH_REASONS, List.of(result.finishReason().value()));
        }
        if (result.cost() != null) {
            span.setAttribute(Names.COST, result.cost().usd().doubleValue());
        }
        if (recordContent) {
            span.setAttribute(Names.OUTPUT_MESSAGES, MessagesJson.of(result));
        }
        Attributes measured = target().toBuilder()
                .put(Names.RESPONSE_MODEL, result.answeredModel())
                .build();
        if (result.usage() != null) {
            used(result.usage(), measured);
        }
        end(measured);
    }

    private void used(Usage usage, Attributes measured) {
        span.setAttribute(Names.INPUT_TOKENS, usage.input());
        span.setAttribute(Names.OUTPUT_TOKENS, usage.output());
        span.setAttribute(Names.CACHE_READ_TOKENS, usage.cacheRead());
        span.setAttribute(Names.REASONING_TOKENS, usage.reasoning());
        instruments.tokens().record(usage.input(), ofType(measured, "input"), context);
        instruments.tokens().record(usage.output(), ofType(measured, "output"), context);
    }

    private static Attributes ofType(Attributes measured, String type) {
        return measured.toBuilder().put(Names.TOKEN_TYPE, type).build();
    }

    /** The message of a failure is for people and may quote the server; only its code is recorded. */
    @Override
    public void failed(Throwable failure) {
        String type = failure instanceof ModelException known
                ? known.code()
                : failure.getClass().getName();
        span.setAttribute(Names.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, type);
        end(target().toBuilder().put(Names.ERROR_TYPE, type).build());
    }

    /** Who gives up has not met an error. */
    @Override
    public void cancelled() {
        span.setAttribute(Names.CANCELLED, true);
        end(target());
    }

    private void end(Attributes measured) {
        instruments.duration().record(seconds(), measured, context);
        if (streaming && firstChunk != null) {
            span.setAttribute(Names.TIME_TO_FIRST_CHUNK, firstChunk);
            Attributes withoutError =
                    measured.toBuilder().remove(Names.ERROR_TYPE).build();
            instruments.firstChunk().record(firstChunk, withoutError, context);
        }
        span.end();
    }

    private double seconds() {
        return (nanoTime.getAsLong() - begun) / NANOS;
    }
}
