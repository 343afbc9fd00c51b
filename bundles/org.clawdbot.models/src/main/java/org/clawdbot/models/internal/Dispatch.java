package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.SignInRequiredException;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an answer: each model in turn, each credential of it in turn, until one answers or the
 * failure is one that nobody else could mend. It ends with the first token: what breaks later is never sent again.
 */
final class Dispatch {

    private static final int UNAUTHORIZED = 401;

    private final ChatRequest request;
    private final Consumer<? super ChatEvent.Notice> notices;
    private final FacadeSettings settings;
    private final ModelChoice models;
    private final CredentialOrder credentials;
    private final Parts<CompletionsTransport> transports;
    private final List<Attempt> attempts = new ArrayList<>();

    Dispatch(
            ChatRequest request,
            Consumer<? super ChatEvent.Notice> notices,
            FacadeSettings settings,
            ModelChoice models,
            CredentialOrder credentials,
            Parts<CompletionsTransport> transports) {
        this.request = request;
        this.notices = notices;
        this.settings = settings;
        this.models = models;
        this.credentials = credentials;
        this.transports = transports;
    }

    /**
     * How a request is sent.
     *
     * @param <R> what the sender gives
     */
    @FunctionalInterface
    interface Sender<R> {

        R send(CompletionsTransport transport, CompletionRequest completion, UnaryOperator<ChatResult> finish);
    }

    <R> R run(Sender<R> sender) {
        ModelException first = null;
        for (String name : models.candidates(request)) {
            try {
                return tryModel(name, sender);
            } catch (ModelException e) {
                first = first == null ? e : first;
                if (!mayFallBack(e)) {
                    throw e;
                }
            }
        }
        if (first == null) {
            throw new IllegalStateException("There is always at least one model to try");
        }
        throw first;
    }

    private <R> R tryModel(String name, Sender<R> sender) {
        ModelInfo model;
        List<CredentialOrder.Source> sources;
        CompletionsTransport transport;
        try {
            model = models.resolve(name, request.requireTee());
            String provider = model.reference().provider();
            transport = transports.require(provider);
            sources = credentials.require(provider);
        } catch (ModelException e) {
            attempts.add(Attempt.failed(name, null, e));
            throw e;
        }
        ModelException failure = null;
        for (CredentialOrder.Source source : sources) {
            try {
                return tryCredential(model, transport, source, sender);
            } catch (ModelException e) {
                failure = e;
                if (e.subject() != ErrorSubject.CREDENTIAL) {
                    throw e;
                }
            }
        }
        if (failure == null) {
            throw new IllegalStateException("There is always at least one credential to try");
        }
        throw failure;
    }

    private <R> R tryCredential(
            ModelInfo model, CompletionsTransport transport, CredentialOrder.Source source, Sender<R> sender) {
        Credential credential;
        try {
            credential = source.credential();
        } catch (ModelException e) {
            throw noted(model, source.status().profileId(), e);
        }
        try {
            return send(model, transport, credential, sender);
        } catch (SignInRequiredException e) {
            Optional<Credential> renewed = isRefused(e) ? renewed(model, source, credential, e) : Optional.empty();
            if (renewed.isEmpty()) {
                throw e;
            }
            return send(model, transport, renewed.get(), sender);
        }
    }

    private Optional<Credential> renewed(
            ModelInfo model, CredentialOrder.Source source, Credential refused, ModelException refusal) {
        try {
            return source.renew(refused);
        } catch (ModelException e) {
            e.addSuppressed(refusal);
            throw noted(model, refused.profileId(), e);
        }
    }

    private <R> R send(ModelInfo model, CompletionsTransport transport, Credential credential, Sender<R> sender) {
        boolean teeOnly =
                request.requireTee() || settings.teeOnly(model.reference().provider());
        try {
            return sender.send(
                    transport,
                    new CompletionRequest(model, request, credential, teeOnly, notices),
                    result -> finished(result, model, credential.profileId()));
        } catch (ModelException e) {
            throw noted(model, credential.profileId(), e);
        }
    }

    private ModelException noted(ModelInfo model, @Nullable String profileId, ModelException e) {
        attempts.add(Attempt.failed(model.reference().toString(), profileId, e));
        return e;
    }

    private ChatResult finished(ChatResult result, ModelInfo model, String profileId) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.addAll(result.attempts());
        all.add(Attempt.succeeded(model.reference().toString(), profileId));
        ChatResult.Builder builder = result.toBuilder().attempts(all);
        if (result.usage() != null) {
            builder.cost(Cost.of(result.usage(), model.pricing()).orElse(null));
        }
        return builder.build();
    }

    private static boolean isRefused(SignInRequiredException e) {
        Integer status = e.details().httpStatus();
        return status != null && status == UNAUTHORIZED;
    }

    /** Another model may do better where the failure is about this one, about the way to it, or about the credential. */
    private static boolean mayFallBack(ModelException e) {
        return switch (e.subject()) {
            case MODEL, PROVIDER -> true;
            case CREDENTIAL -> !(e instanceof SignInRequiredException);
            case REQUEST, HOST -> e instanceof ModelNotFoundException;
        };
    }
}
