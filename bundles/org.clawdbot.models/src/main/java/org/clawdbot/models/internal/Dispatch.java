package org.clawdbot.models.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.BudgetExceededException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.api.error.UnmetDemandException;

/**
 * One request on its way to an answer: each model in turn, each credential of it in turn, until one answers or the
 * failure is one that nobody else could mend. What rests is passed over. It ends with the first token: what breaks later
 * is never sent again.
 */
final class Dispatch {

    /** How often one request goes on with the successors of parts that went while it needed them. */
    private static final int HANDOVERS = 10;

    private final Exchange exchange;
    private final Set<String> refusedBy = new HashSet<>();

    Dispatch(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Sends the request and waits for the first token. */
    ChatStream stream() {
        return observed((transport, completion, reply) -> {
            ChatStream stream = transport.stream(completion);
            reply.before().forEach(reply::notice);
            exchange.observation().firstToken();
            return new FinishedChatStream(stream, completion, reply);
        });
    }

    /** Sends the request and waits for the reply in one piece. */
    ChatResult complete() {
        return observed((transport, completion, reply) -> {
            ChatResult result;
            try {
                result = transport.complete(completion);
            } catch (StreamBrokenException e) {
                reply.broke(e);
                throw e;
            }
            reply.before().forEach(reply::notice);
            return reply.completed(result);
        });
    }

    private <R> R observed(Exchange.Sender<R> sender) {
        try {
            return run(sender);
        } catch (RuntimeException | Error e) {
            Observers.tellEnd(exchange.observation(), e);
            throw e;
        }
    }

    private <R> R run(Exchange.Sender<R> sender) {
        List<ModelChoice.Candidate> candidates = exchange.models().candidates(exchange.request());
        boolean someFit = candidates.size() > 1
                && candidates.stream().anyMatch(candidate -> standing(candidate).isFit());
        Map<ModelChoice.Candidate, Instant> last = new HashMap<>();
        for (ModelChoice.Candidate candidate : candidates) {
            Standing standing = standing(candidate);
            if (standing.isPaused() || (someFit && !standing.isFit())) {
                passOver(candidate, standing);
                last.put(candidate, standing.until());
            } else {
                Optional<R> answer = tryModel(candidate, sender);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        for (ModelChoice.Candidate candidate :
                last.keySet().stream().sorted(Comparator.comparing(last::get)).toList()) {
            if (!standing(candidate).isPaused()) {
                exchange.tries().triedAfterAll(fullName(candidate));
                Optional<R> answer = tryModel(candidate, sender);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        throw exchange.tries().failure(exchange.now());
    }

    private Standing standing(ModelChoice.Candidate candidate) {
        return exchange.models()
                .named(candidate.name())
                .map(exchange.shared().cooldowns()::of)
                .orElse(Standing.FIT);
    }

    private String fullName(ModelChoice.Candidate candidate) {
        return exchange.models()
                .named(candidate.name())
                .map(ModelReference::toString)
                .orElse(candidate.name());
    }

    private void passOver(ModelChoice.Candidate candidate, Standing standing) {
        String name = fullName(candidate);
        ErrorDetails details = exchange.models()
                .named(candidate.name())
                .map(reference -> ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()))
                .orElse(ErrorDetails.NONE);
        exchange.tries().add(name, null, standing.refusal(ErrorSubject.MODEL, name, details, exchange.now()));
    }

    /** Gives nothing where the next model may do better. */
    private <R> Optional<R> tryModel(ModelChoice.Candidate candidate, Exchange.Sender<R> sender) {
        for (int handovers = 0; ; handovers++) {
            long before = exchange.shared().handover().arrivals();
            try {
                return tryParts(candidate, sender);
            } catch (PartGoneException e) {
                if (handovers == HANDOVERS || !isSucceeded(candidate, before)) {
                    exchange.tries().add(fullName(candidate), e.profileId(), e.failure());
                    return fallBackFrom(e.failure(), candidate);
                }
            }
        }
    }

    /** Asks the parts that are there now. */
    private <R> Optional<R> tryParts(ModelChoice.Candidate candidate, Exchange.Sender<R> sender)
            throws PartGoneException {
        ModelInfo model;
        CompletionsTransport transport;
        List<CredentialOrder.Source> sources;
        try {
            model = exchange.models().resolve(candidate.name(), exchange.request());
            String provider = model.reference().provider();
            if (refusedBy.contains(provider)) {
                return Optional.empty(); // it would refuse all credentials once more
            }
            exchange.decisions().budget().refusal(model).ifPresent(refusal -> {
                throw refusal;
            });
            transport = exchange.transports().require(provider);
            sources = sources(provider);
        } catch (MissingPartException | SignInRequiredException e) { // or whoever has the credential is away
            throw new PartGoneException(e, null);
        } catch (ModelException e) {
            exchange.tries().add(fullName(candidate), null, e);
            return fallBackFrom(e, candidate);
        }
        try {
            return Optional.of(new Rotation<>(exchange, model, transport, sender).among(sources));
        } catch (ModelException e) {
            return fallBackFrom(e, candidate);
        }
    }

    /** Waits for a moment if a part has just gone; whether it is worth while to ask again. */
    private boolean isSucceeded(ModelChoice.Candidate candidate, long arrivedBefore) {
        Optional<ModelReference> reference = exchange.models().named(candidate.name());
        try {
            return reference.isPresent()
                    && exchange.shared()
                            .handover()
                            .await(
                                    reference.get().provider(),
                                    exchange.decisions().settings().handover(),
                                    arrivedBefore);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException(
                    "The request was cancelled",
                    ErrorDetails.ofProvider(reference.orElseThrow().provider())
                            .withModel(reference.orElseThrow().id()),
                    e);
        }
    }

    private <R> Optional<R> fallBackFrom(ModelException failure, ModelChoice.Candidate candidate) {
        if (!mayFallBack(failure, candidate)) {
            throw exchange.tries().ending(failure);
        }
        if (failure instanceof SignInRequiredException) {
            exchange.models().named(candidate.name()).ifPresent(reference -> refusedBy.add(reference.provider()));
        }
        return Optional.empty();
    }

    private List<CredentialOrder.Source> sources(String provider) {
        ChatRequest request = exchange.request();
        String pinned = exchange.pinned(provider);
        List<CredentialOrder.Source> sources = exchange.decisions()
                .credentials()
                .require(
                        provider,
                        pinned == null
                                ? exchange.shared()
                                        .conversations()
                                        .profile(request.conversation())
                                        .orElse(null)
                                : pinned);
        if (pinned != null && !sources.get(0).profileId().equals(pinned)) {
            throw new SignInRequiredException(
                    "no-credential",
                    "There is no credential \"" + pinned + "\"; see `clawdbot models auth status`",
                    ErrorDetails.ofProvider(provider).withProfile(pinned),
                    null);
        }
        return sources;
    }

    /**
     * Another model may do better where the failure is about this one, about the way to it, or about the credential. One
     * that cannot be used at all is passed over, unless the request itself asks for just that one.
     */
    private static boolean mayFallBack(ModelException e, ModelChoice.Candidate candidate) {
        if (e instanceof PolicyException || e instanceof UnmetDemandException || e instanceof BudgetExceededException) {
            return !candidate.explicit();
        }
        return switch (e.subject()) {
            case MODEL -> !candidate.explicit() || !isUnlisted(e);
            case PROVIDER -> !(e instanceof StreamBrokenException);
            case CREDENTIAL -> true;
            case REQUEST, HOST -> false;
        };
    }

    private static boolean isUnlisted(ModelException e) {
        return e instanceof ModelNotFoundException && e.details().httpStatus() == null;
    }
}
