package org.clawdbot.models.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;

/**
 * One request on its way to an answer: each model in turn, each credential of it in turn, until one answers or the
 * failure is one that nobody else could mend. It ends with the first token: what breaks later is never sent again.
 */
final class Dispatch {

    private static final int UNAUTHORIZED = 401;

    /** How often a transport that goes while it is asked is given up for its successor. */
    private static final int REPLACEMENTS = 3;

    private final ChatRequest request;
    private final Consumer<? super ChatEvent.Notice> listener;
    private final FacadeSettings settings;
    private final ModelChoice models;
    private final CredentialOrder credentials;
    private final Parts<CompletionsTransport> transports;
    private final Cooldowns cooldowns;
    private final Conversations conversations;
    private final ChatObservation observation;
    private final List<Attempt> attempts = new ArrayList<>();

    Dispatch(
            ChatRequest request,
            Consumer<? super ChatEvent.Notice> listener,
            FacadeSettings settings,
            ModelChoice models,
            CredentialOrder credentials,
            Parts<CompletionsTransport> transports,
            Cooldowns cooldowns,
            Conversations conversations,
            ChatObservation observation) {
        this.request = request;
        this.listener = observation == ChatObservation.NONE
                ? listener
                : notice -> {
                    observation.notice(notice);
                    listener.accept(notice);
                };
        this.settings = settings;
        this.models = models;
        this.credentials = credentials;
        this.transports = transports;
        this.cooldowns = cooldowns;
        this.conversations = conversations;
        this.observation = observation;
    }

    /**
     * How a request is sent.
     *
     * @param <R> what the sender gives
     */
    @FunctionalInterface
    private interface Sender<R> {

        /**
         * Sends a request.
         *
         * @param notices what the caller may want to know before the reply
         * @param finish completes the result of the transport
         */
        R send(
                CompletionsTransport transport,
                CompletionRequest completion,
                List<ChatEvent.Notice> notices,
                UnaryOperator<ChatResult> finish);
    }

    /** Sends the request and waits for the first token. */
    ChatStream stream() {
        return observed((transport, completion, notices, finish) -> {
            ChatStream reply = transport.stream(completion);
            notices.forEach(observation::notice);
            observation.firstToken();
            return new FinishedChatStream(reply, completion, notices, finish, observation);
        });
    }

    /** Sends the request and waits for the reply in one piece. */
    ChatResult complete() {
        return observed((transport, completion, notices, finish) -> {
            ChatResult reply = transport.complete(completion);
            notices.forEach(observation::notice);
            return finish.apply(reply);
        });
    }

    private <R> R observed(Sender<R> sender) {
        try {
            return run(sender);
        } catch (RuntimeException | Error e) {
            Observers.tellEnd(observation, e);
            throw e;
        }
    }

    private <R> R run(Sender<R> sender) {
        ModelException first = null;
        for (ModelChoice.Candidate candidate : restingLast(models.candidates(request))) {
            try {
                return tryModel(candidate.name(), sender);
            } catch (ModelException e) {
                first = first == null ? e : first;
                if (!mayFallBack(e, candidate)) {
                    throw e;
                }
            }
        }
        if (first == null) {
            throw new IllegalStateException("There is always at least one model to try");
        }
        throw first;
    }

    /** Moves models that rest behind the others, soonest fit first, and notes that they were passed over. */
    private List<ModelChoice.Candidate> restingLast(List<ModelChoice.Candidate> candidates) {
        Map<ModelChoice.Candidate, Instant> resting = new HashMap<>();
        candidates.forEach(candidate -> models.named(candidate.name())
                .flatMap(cooldowns::of)
                .ifPresent(until -> resting.put(candidate, until)));
        if (resting.size() < candidates.size()) {
            candidates.stream()
                    .takeWhile(resting::containsKey)
                    .forEach(candidate -> note(new Attempt(
                            models.named(candidate.name())
                                    .map(ModelReference::toString)
                                    .orElse(candidate.name()),
                            null,
                            "resting",
                            "it failed a short while ago and rests until " + resting.get(candidate),
                            null)));
        }
        return candidates.stream()
                .sorted(Comparator.comparing(candidate -> resting.getOrDefault(candidate, Instant.MIN)))
                .toList();
    }

    private <R> R tryModel(String name, Sender<R> sender) {
        ModelInfo model;
        List<CredentialOrder.Source> sources;
        CompletionsTransport transport;
        try {
            model = models.resolve(name, request);
            String provider = model.reference().provider();
            transport = transports.require(provider);
            sources = credentials.require(
                    provider, conversations.profile(request.conversation()).orElse(null), cooldowns);
        } catch (ModelException e) {
            note(Attempt.failed(name, null, e));
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

    /** A transport that goes while it is asked has given nothing yet, so that its successor may be asked as well. */
    private <R> R send(ModelInfo model, CompletionsTransport first, Credential credential, Sender<R> sender) {
        String provider = model.reference().provider();
        CompletionsTransport transport = first;
        for (int replacements = 0; ; replacements++) {
            MissingPartException gone;
            try {
                return sendTo(transport, model, credential, sender);
            } catch (MissingPartException e) {
                gone = e;
            } catch (LinkageError e) { // its bundle was updated, and with it went the classes it had not used yet
                gone = transports.missing(provider);
                gone.addSuppressed(e);
            }
            CompletionsTransport now = transports.first(provider).orElse(null);
            if (now == null || now == transport || replacements == REPLACEMENTS) {
                throw noted(model, credential.profileId(), gone);
            }
            transport = now;
        }
    }

    private <R> R sendTo(CompletionsTransport transport, ModelInfo model, Credential credential, Sender<R> sender) {
        boolean teeOnly =
                request.requireTee() || settings.teeOnly(model.reference().provider());
        observation.attemptStarted(
                new AttemptTarget(model, credential.profileId(), credential.mode(), transports.label(transport)));
        List<ChatEvent.Notice> notices = notices(model);
        try {
            R answer = sender.send(
                    transport,
                    new CompletionRequest(model, request, credential, teeOnly, listener),
                    notices,
                    result -> finished(result, model, credential.profileId(), notices));
            cooldowns.succeeded(model.reference(), credential.profileId());
            conversations.served(request.conversation(), credential.profileId());
            return answer;
        } catch (MissingPartException e) {
            throw e;
        } catch (ModelException e) {
            throw noted(model, credential.profileId(), e);
        } catch (RuntimeException e) { // it promises to throw nothing of this kind
            throw noted(model, credential.profileId(), failed(transport, model, credential, e));
        }
    }

    private ProviderUnavailableException failed(
            CompletionsTransport transport, ModelInfo model, Credential credential, RuntimeException e) {
        return new ProviderUnavailableException(
                "transport-failed",
                "The transport " + transports.label(transport) + " failed ("
                        + e.getClass().getSimpleName() + "); try again",
                ErrorDetails.ofProvider(model.reference().provider())
                        .withModel(model.reference().id())
                        .withProfile(credential.profileId()),
                e);
    }

    private ModelException noted(ModelInfo model, String profileId, ModelException e) {
        cooldowns.failed(model.reference(), profileId, e);
        note(Attempt.failed(model.reference().toString(), profileId, e));
        return e;
    }

    private void note(Attempt failed) {
        attempts.add(failed);
        observation.attemptFailed(failed);
    }

    /** Says why this model answers and not the one that was meant to. */
    private List<ChatEvent.Notice> notices(ModelInfo model) {
        String answering = model.reference().toString();
        return attempts.stream()
                .filter(attempt -> !answering.equals(attempt.model()))
                .map(attempt -> new ChatEvent.Notice(
                        "fallback", answering + " answers in place of " + attempt.model() + ": " + attempt.message()))
                .toList();
    }

    private ChatResult finished(ChatResult result, ModelInfo model, String profileId, List<ChatEvent.Notice> before) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.addAll(result.attempts());
        all.add(Attempt.succeeded(model.reference().toString(), profileId));
        List<ChatEvent.Notice> notices = new ArrayList<>(before);
        notices.addAll(result.notices());
        ChatResult.Builder builder = result.toBuilder().attempts(all).notices(notices);
        if (result.usage() != null) {
            builder.cost(Cost.of(
                            result.usage(),
                            models.answering(model, result.answeredModel()).pricing())
                    .orElse(null));
        }
        ChatResult whole = builder.build();
        observation.completed(whole);
        return whole;
    }

    private static boolean isRefused(SignInRequiredException e) {
        Integer status = e.details().httpStatus();
        return status != null && status == UNAUTHORIZED;
    }

    /**
     * Another model may do better where the failure is about this one, about the way to it, or about the credential. One
     * that cannot be used at all is passed over, unless the request itself asks for just that one.
     */
    private static boolean mayFallBack(ModelException e, ModelChoice.Candidate candidate) {
        if (e instanceof PolicyException || Demands.isUnmet(e)) {
            return !candidate.explicit();
        }
        return switch (e.subject()) {
            case MODEL -> !candidate.explicit() || !isUnlisted(e);
            case PROVIDER -> true;
            case CREDENTIAL -> !(e instanceof SignInRequiredException);
            case REQUEST, HOST -> false;
        };
    }

    private static boolean isUnlisted(ModelException e) {
        return e instanceof ModelNotFoundException && e.details().httpStatus() == null;
    }
}
