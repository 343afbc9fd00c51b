package org.clawdbot.models.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.BudgetExceededException;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.api.error.UnmetDemandException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an answer: each model in turn, each credential of it in turn, until one answers or the
 * failure is one that nobody else could mend. What rests is passed over. It ends with the first token: what breaks later
 * is never sent again.
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
    private final Shared shared;
    private final Budget budget;
    private final ChatObservation observation;
    private final Tries tries;
    private final Set<String> refusedBy = new HashSet<>();

    Dispatch(
            ChatRequest request,
            Consumer<? super ChatEvent.Notice> listener,
            FacadeSettings settings,
            ModelChoice models,
            CredentialOrder credentials,
            Parts<CompletionsTransport> transports,
            Shared shared,
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
        this.shared = shared;
        this.budget = new Budget(settings.budget(), shared.ledger());
        this.observation = observation;
        this.tries = new Tries(observation);
    }

    /**
     * What all requests share.
     *
     * @param cooldowns what rests
     * @param conversations which credential serves which conversation
     * @param ledger what was spent
     * @param limits warns of quotas
     * @param clock tells the time
     */
    record Shared(Cooldowns cooldowns, Conversations conversations, Ledger ledger, LimitWatch limits, Clock clock) {}

    /**
     * How a request is sent.
     *
     * @param <R> what the sender gives
     */
    @FunctionalInterface
    private interface Sender<R> {

        R send(CompletionsTransport transport, CompletionRequest completion, Reply reply);
    }

    /** Sends the request and waits for the first token. */
    ChatStream stream() {
        return observed((transport, completion, reply) -> {
            ChatStream stream = transport.stream(completion);
            reply.before().forEach(observation::notice);
            observation.firstToken();
            return new FinishedChatStream(stream, reply);
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
            reply.before().forEach(observation::notice);
            return reply.completed(result);
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
        List<ModelChoice.Candidate> candidates = models.candidates(request);
        boolean someFit =
                candidates.stream().anyMatch(candidate -> standing(candidate).isFit());
        Map<ModelChoice.Candidate, Instant> last = new HashMap<>();
        for (ModelChoice.Candidate candidate : candidates) {
            Standing standing = standing(candidate);
            if (standing.isPaused() || (someFit && !standing.isFit())) {
                passOver(candidate, standing);
                if (!standing.isPaused()) {
                    last.put(candidate, standing.until());
                }
            } else {
                Optional<R> answer = tryModel(candidate, sender);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        for (ModelChoice.Candidate candidate :
                last.keySet().stream().sorted(Comparator.comparing(last::get)).toList()) {
            tries.triedAfterAll(fullName(candidate));
            Optional<R> answer = tryModel(candidate, sender);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw tries.failure(shared.clock().instant());
    }

    private Standing standing(ModelChoice.Candidate candidate) {
        return models.named(candidate.name()).map(shared.cooldowns()::of).orElse(Standing.FIT);
    }

    private String fullName(ModelChoice.Candidate candidate) {
        return models.named(candidate.name()).map(ModelReference::toString).orElse(candidate.name());
    }

    private void passOver(ModelChoice.Candidate candidate, Standing standing) {
        String name = fullName(candidate);
        ModelReference reference = models.named(candidate.name()).orElse(null);
        tries.add(
                name,
                null,
                cooldown(
                        ErrorSubject.MODEL,
                        name,
                        standing,
                        reference == null
                                ? ErrorDetails.NONE
                                : ErrorDetails.ofProvider(reference.provider()).withModel(reference.id())));
    }

    private CooldownException cooldown(ErrorSubject subject, String name, Standing standing, ErrorDetails known) {
        Instant now = shared.clock().instant();
        Instant until = standing.isPaused() ? standing.retryAt() : standing.until();
        Duration wait = Duration.between(now, until);
        return new CooldownException(
                subject,
                name + " failed a short while ago (" + standing.reason() + ") and rests; try again " + Tries.in(wait)
                        + ", at " + until.truncatedTo(ChronoUnit.SECONDS)
                        + ", or end all rests with `clawdbot models cooldowns clear`",
                until,
                standing.reason(),
                List.of(),
                known.withRetryAfter(wait));
    }

    /** Gives nothing where the next model may do better. */
    private <R> Optional<R> tryModel(ModelChoice.Candidate candidate, Sender<R> sender) {
        ModelInfo model;
        CompletionsTransport transport;
        List<CredentialOrder.Source> sources;
        try {
            model = models.resolve(candidate.name(), request);
            String provider = model.reference().provider();
            if (refusedBy.contains(provider)) {
                return Optional.empty(); // it would refuse all credentials once more
            }
            budget.refusal(model).ifPresent(refusal -> {
                throw refusal;
            });
            transport = transports.require(provider);
            sources = sources(provider);
        } catch (ModelException e) {
            if (e instanceof SignInRequiredException) {
                models.named(candidate.name()).ifPresent(reference -> refusedBy.add(reference.provider()));
            }
            tries.add(fullName(candidate), null, e);
            return fallBackFrom(e, candidate);
        }
        try {
            return Optional.of(new ModelTry<>(model, transport, sender).among(sources));
        } catch (ModelException e) {
            return fallBackFrom(e, candidate);
        }
    }

    private <R> Optional<R> fallBackFrom(ModelException failure, ModelChoice.Candidate candidate) {
        if (!mayFallBack(failure, candidate)) {
            throw tries.ending(failure);
        }
        return Optional.empty();
    }

    private List<CredentialOrder.Source> sources(String provider) {
        String pinned = request.profile();
        String preferred = pinned == null
                ? shared.conversations().profile(request.conversation()).orElse(null)
                : pinned;
        List<CredentialOrder.Source> sources = credentials.require(provider, preferred);
        if (pinned == null || !pinned.startsWith(provider + ":")) {
            return sources;
        }
        if (!sources.get(0).profileId().equals(pinned)) {
            throw new SignInRequiredException(
                    "no-credential",
                    "There is no credential \"" + pinned + "\"; see `clawdbot models auth status`",
                    ErrorDetails.ofProvider(provider).withProfile(pinned),
                    null);
        }
        return sources.subList(0, 1);
    }

    /** One model, asked with each credential in turn. */
    private final class ModelTry<R> {

        private final ModelInfo model;
        private final CompletionsTransport transport;
        private final Sender<R> sender;
        private @Nullable ModelException failure;

        ModelTry(ModelInfo model, CompletionsTransport transport, Sender<R> sender) {
            this.model = model;
            this.transport = transport;
            this.sender = sender;
        }

        R among(List<CredentialOrder.Source> sources) {
            if (request.profile() != null && sources.size() == 1) {
                return tryCredential(sources.get(0)); // the user insists, whether or not it rests
            }
            Map<String, Standing> standings = new HashMap<>();
            sources.forEach(source ->
                    standings.put(source.profileId(), shared.cooldowns().ofProfile(source.profileId())));
            boolean someFit = standings.values().stream().anyMatch(Standing::isFit);
            List<CredentialOrder.Source> last = new ArrayList<>();
            for (CredentialOrder.Source source : sources) {
                Standing standing = standings.getOrDefault(source.profileId(), Standing.FIT);
                Optional<R> answer;
                if (standing.isFit()) {
                    answer = answer(source);
                } else if (standing.isPaused()) {
                    answer = passOver(source, standing);
                } else if (standing.lasting()) {
                    answer = probe(source, standing, someFit);
                } else {
                    answer = Optional.empty();
                    last.add(source);
                }
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            last.sort(Comparator.comparing(source ->
                    standings.getOrDefault(source.profileId(), Standing.FIT).until()));
            for (CredentialOrder.Source source : last) {
                Optional<R> answer = answer(source);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            if (failure == null) {
                throw new IllegalStateException("There is always at least one credential to try");
            }
            if (failure instanceof SignInRequiredException) {
                refusedBy.add(model.reference().provider());
            }
            throw failure;
        }

        /** Gives nothing where the next credential may do better. */
        private Optional<R> answer(CredentialOrder.Source source) {
            try {
                return Optional.of(tryCredential(source));
            } catch (ModelException e) {
                if (CooldownRules.culprit(e) != ErrorSubject.CREDENTIAL) {
                    throw e;
                }
                failed(e);
                return Optional.empty();
            }
        }

        /** Another model is worth a try unless every credential was refused for good. */
        private void failed(ModelException e) {
            if (failure == null || failure instanceof SignInRequiredException || failure instanceof CooldownException) {
                failure = failure != null && e instanceof CooldownException ? failure : e;
            }
        }

        private Optional<R> passOver(CredentialOrder.Source source, Standing standing) {
            CooldownException e = cooldown(
                    ErrorSubject.CREDENTIAL,
                    source.profileId(),
                    standing,
                    details().withProfile(source.profileId()));
            tries.add(model.reference().toString(), source.profileId(), e);
            failed(e);
            return Optional.empty();
        }

        /** Finds out now and then whether a credential has a quota again, with one request at a time. */
        private Optional<R> probe(CredentialOrder.Source source, Standing standing, boolean alternatives) {
            if (!shared.cooldowns().beginProbe(source.profileId(), alternatives)) {
                return passOver(source, standing);
            }
            try {
                return answer(source);
            } finally {
                shared.cooldowns().endProbe(source.profileId());
            }
        }

        private R tryCredential(CredentialOrder.Source source) {
            Credential credential;
            try {
                credential = source.credential();
            } catch (ModelException e) {
                throw noted(source.profileId(), e);
            }
            try {
                return send(credential);
            } catch (SignInRequiredException e) {
                Optional<Credential> renewed = isRefused(e) ? renewed(source, credential, e) : Optional.empty();
                if (renewed.isEmpty()) {
                    throw e;
                }
                return send(renewed.get());
            }
        }

        private Optional<Credential> renewed(
                CredentialOrder.Source source, Credential refused, ModelException refusal) {
            try {
                return source.renew(refused);
            } catch (ModelException e) {
                e.addSuppressed(refusal);
                throw noted(refused.profileId(), e);
            }
        }

        /** A transport that goes while it is asked has given nothing yet, so that its successor may be asked as well. */
        private R send(Credential credential) {
            String provider = model.reference().provider();
            CompletionsTransport asked = transport;
            for (int replacements = 0; ; replacements++) {
                MissingPartException gone;
                try {
                    return sendTo(asked, credential);
                } catch (MissingPartException e) {
                    gone = e;
                } catch (LinkageError e) { // its bundle was updated, and with it went the classes it had not used yet
                    gone = transports.missing(provider);
                    gone.addSuppressed(e);
                }
                CompletionsTransport now = transports.first(provider).orElse(null);
                if (now == null || now == asked || replacements == REPLACEMENTS) {
                    throw noted(credential.profileId(), gone);
                }
                asked = now;
            }
        }

        private R sendTo(CompletionsTransport asked, Credential credential) {
            boolean teeOnly =
                    request.requireTee() || settings.teeOnly(model.reference().provider());
            observation.attemptStarted(
                    new AttemptTarget(model, credential.profileId(), credential.mode(), transports.label(asked)));
            Reply reply = new Reply(
                    model,
                    credential.profileId(),
                    tries.attempts(),
                    notices(),
                    models,
                    shared.ledger(),
                    shared.limits(),
                    observation);
            try {
                R answer =
                        sender.send(asked, new CompletionRequest(model, request, credential, teeOnly, listener), reply);
                shared.cooldowns().succeeded(model.reference(), credential.profileId());
                shared.conversations().served(request.conversation(), credential.profileId());
                return answer;
            } catch (MissingPartException e) {
                throw e;
            } catch (ModelException e) {
                throw noted(credential.profileId(), e);
            }
        }

        private ModelException noted(String profileId, ModelException e) {
            shared.cooldowns().failed(model.reference(), profileId, e);
            tries.add(model.reference().toString(), profileId, e);
            return e;
        }

        /** Says why this model answers and not the one that was meant to, and what the budget cannot see. */
        private List<ChatEvent.Notice> notices() {
            String answering = model.reference().toString();
            List<ChatEvent.Notice> notices = new ArrayList<>();
            for (Attempt attempt : tries.attempts()) {
                if (!answering.equals(attempt.model())) {
                    notices.add(new ChatEvent.Notice(
                            "fallback",
                            answering + " answers in place of " + attempt.model() + ": " + attempt.message()));
                }
            }
            if (budget.isBlindTo(model)) {
                notices.add(new ChatEvent.Notice(
                        "unpriced", "The price of " + answering + " is unknown, so that the budget cannot count it"));
            }
            return notices;
        }

        private ErrorDetails details() {
            return ErrorDetails.ofProvider(model.reference().provider())
                    .withModel(model.reference().id());
        }
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
