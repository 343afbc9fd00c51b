package org.clawdbot.models.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.observation.AttemptTarget;
import org.jspecify.annotations.Nullable;

/**
 * One model, asked with each credential in turn, until one is answered or the failure is about something else. What rests is
 * passed over.
 *
 * @param <R> what an answer is
 */
final class Rotation<R> {

    private static final int UNAUTHORIZED = 401;

    private final Exchange exchange;
    private final ModelInfo model;
    private final String provider;
    private final CompletionsTransport transport;
    private final Exchange.Sender<R> sender;
    private final Cooldowns cooldowns;
    private @Nullable ModelException failure;

    Rotation(Exchange exchange, ModelInfo model, CompletionsTransport transport, Exchange.Sender<R> sender) {
        this.exchange = exchange;
        this.model = model;
        this.provider = model.reference().provider();
        this.transport = transport;
        this.sender = sender;
        this.cooldowns = exchange.shared().cooldowns();
    }

    R among(List<CredentialOrder.Source> sources) throws PartGoneException {
        if (exchange.pinned(provider) != null) {
            return tryCredential(sources.get(0)); // the user insists, whether or not it rests
        }
        boolean someFit = sources.size() > 1
                && sources.stream().anyMatch(source -> standing(source).isFit());
        Map<CredentialOrder.Source, Instant> last = new HashMap<>();
        for (CredentialOrder.Source source : sources) {
            Standing standing = standing(source); // as it is now, whatever happened since the last one was tried
            Optional<R> answer;
            if (standing.isFit()) {
                answer = answer(source);
            } else if (standing.isPaused()) {
                answer = passOver(source, standing);
            } else if (standing.lasting()) {
                answer = probe(source, standing, someFit);
            } else {
                answer = Optional.empty();
                last.put(source, standing.until());
            }
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        for (CredentialOrder.Source source :
                last.keySet().stream().sorted(Comparator.comparing(last::get)).toList()) {
            Standing standing = standing(source);
            Optional<R> answer = standing.isPaused() ? passOver(source, standing) : answer(source);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        if (failure == null) {
            throw new IllegalStateException("There is always at least one credential to try");
        }
        throw failure;
    }

    private Standing standing(CredentialOrder.Source source) {
        return cooldowns.ofProfile(source.profileId());
    }

    /** Gives nothing where the next credential may do better. */
    private Optional<R> answer(CredentialOrder.Source source) throws PartGoneException {
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

    /** Keeps the failure that tells most: a refused sign-in only if there is no other. */
    private void failed(ModelException e) {
        if (failure == null || failure instanceof SignInRequiredException) {
            failure = e;
        }
    }

    private Optional<R> passOver(CredentialOrder.Source source, Standing standing) {
        ErrorDetails details = ErrorDetails.ofProvider(provider)
                .withModel(model.reference().id())
                .withProfile(source.profileId());
        CooldownException e = standing.refusal(ErrorSubject.CREDENTIAL, source.profileId(), details, exchange.now());
        exchange.tries().add(model.reference().toString(), source.profileId(), e);
        failed(e);
        return Optional.empty();
    }

    /** Finds out now and then whether a credential has a quota again, with one request at a time. */
    private Optional<R> probe(CredentialOrder.Source source, Standing standing, boolean alternatives)
            throws PartGoneException {
        if (!cooldowns.beginProbe(source.profileId(), alternatives)) {
            return passOver(source, standing);
        }
        try {
            return answer(source);
        } finally {
            cooldowns.endProbe(source.profileId());
        }
    }

    private R tryCredential(CredentialOrder.Source source) throws PartGoneException {
        Credential credential;
        try {
            credential = source.credential();
        } catch (MissingPartException e) {
            throw new PartGoneException(e, source.profileId());
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

    private Optional<Credential> renewed(CredentialOrder.Source source, Credential refused, ModelException refusal)
            throws PartGoneException {
        try {
            return source.renew(refused);
        } catch (MissingPartException e) {
            e.addSuppressed(refusal);
            throw new PartGoneException(e, refused.profileId());
        } catch (ModelException e) {
            e.addSuppressed(refusal);
            throw noted(refused.profileId(), e);
        }
    }

    private R send(Credential credential) throws PartGoneException {
        String profileId = credential.profileId();
        exchange.observation()
                .attemptStarted(new AttemptTarget(
                        model,
                        profileId,
                        credential.mode(),
                        exchange.transports().label(transport)));
        CompletionRequest completion = new CompletionRequest(
                model, exchange.request(), credential, exchange.teeOnly(provider), exchange.listener());
        try {
            R answer = sender.send(transport, completion, exchange.reply(model, profileId));
            cooldowns.succeeded(model.reference(), profileId);
            exchange.shared().conversations().served(exchange.request().conversation(), profileId);
            return answer;
        } catch (MissingPartException e) {
            throw new PartGoneException(e, profileId);
        } catch (ModelException e) {
            throw noted(profileId, e);
        } catch (RuntimeException | LinkageError e) {
            if (isLostClass(e)) {
                MissingPartException gone = exchange.transports().missing(provider);
                gone.addSuppressed(e);
                throw new PartGoneException(gone, profileId);
            }
            throw noted(
                    profileId,
                    new ProviderUnavailableException(
                            "transport-failed",
                            "The transport " + exchange.transports().label(transport) + " failed ("
                                    + e.getClass().getSimpleName() + "); try again",
                            ErrorDetails.ofProvider(provider)
                                    .withModel(model.reference().id())
                                    .withProfile(profileId),
                            e));
        }
    }

    /**
     * Whether the bundle of the transport was updated, and with it went the classes it had not used yet. Felix's class
     * loaders may fail with any exception as long as they are being refreshed.
     */
    private boolean isLostClass(Throwable e) {
        return e instanceof LinkageError || !exchange.transports().contains(transport);
    }

    private ModelException noted(String profileId, ModelException e) {
        cooldowns.failed(model.reference(), profileId, e);
        exchange.tries().add(model.reference().toString(), profileId, e);
        return e;
    }

    private static boolean isRefused(SignInRequiredException e) {
        Integer status = e.details().httpStatus();
        return status != null && status == UNAUTHORIZED;
    }
}
