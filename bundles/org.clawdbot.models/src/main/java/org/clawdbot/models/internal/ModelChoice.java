package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.provider.CatalogSource;
import org.jspecify.annotations.Nullable;

/** Turns what a request names into models to try, and checks each against its catalog and the rules of the host. */
final class ModelChoice {

    /** What to do where nobody knows which model to propose. */
    static final String CHOOSE = "; choose one with `clawdbot models set REF`";

    private final FacadeSettings settings;
    private final ModelSelection selection;
    private final Rules rules;
    private final Listings listings;
    private final Providers providers;

    /** Chooses among the models of the providers of which any part is there, or has gone just now. */
    ModelChoice(FacadeSettings settings, Rules rules, Listings listings, Providers providers) {
        this.settings = settings;
        this.selection = settings.selection();
        this.rules = rules;
        this.listings = listings;
        this.providers = providers;
    }

    Rules rules() {
        return rules;
    }

    /**
     * A model to try.
     *
     * @param name a reference or an alias
     * @param explicit whether the request itself names it, so that another must not answer for it unless it was asked
     */
    record Candidate(String name, boolean explicit) {}

    /** The models to try in turn, each once: the one asked for, or the default, and then the fallbacks. */
    List<Candidate> candidates(ChatRequest request) {
        String imageModel = forImages(request) ? selection.imageModel() : null;
        Candidate first = imageModel == null ? first(request.model()) : new Candidate(imageModel, false);
        List<String> fallbacks = imageModel == null ? selection.fallbacks() : selection.imageFallbacks();
        if (fallbacks.isEmpty()) {
            return List.of(first);
        }
        Map<String, Candidate> byReference = new LinkedHashMap<>();
        byReference.put(target(first.name()), first);
        fallbacks.forEach(name -> byReference.putIfAbsent(target(name), new Candidate(name, false)));
        return List.copyOf(byReference.values());
    }

    private Candidate first(@Nullable String asked) {
        String preset = selection.defaultModel();
        boolean explicit = asked != null && (preset == null || !target(asked).equals(target(preset)));
        return new Candidate(requested(asked), explicit);
    }

    /** The full name of the model that is asked first, if any is named. */
    @Nullable
    String asked(ChatRequest request) {
        String name = request.model();
        if (name == null) {
            name = forImages(request) ? selection.imageModel() : selection.defaultModel();
        }
        return name == null ? null : target(name);
    }

    private boolean forImages(ChatRequest request) {
        return request.model() == null && selection.imageModel() != null && Demands.hasImage(request);
    }

    /** The full name behind a name, if it has the form of one; whether it is listed is not asked. */
    Optional<ModelReference> named(String name) {
        return ModelReference.parse(target(name));
    }

    /** Finds the model of a name, which must be listed, allowed, and up to the request. */
    ModelInfo resolve(String name, ChatRequest request) {
        ModelInfo model = resolve(name, request.requireTee());
        Demands.of(request)
                .unmet(model, () -> usable(model.reference().provider(), request))
                .ifPresent(unmet -> {
                    throw unmet;
                });
        return model;
    }

    private CatalogSnapshot usable(String provider, ChatRequest request) {
        return rules.visible(listings.current(provider), request.requireTee() || rules.teeOnly(provider));
    }

    /** Finds the model of a name, which must be listed and allowed. */
    ModelInfo resolve(@Nullable String name, boolean requireTee) {
        String wanted = requested(name);
        ModelReference reference = reference(wanted, requireTee);
        if (!providers.contain(reference.provider())) {
            refuseUnknown(reference, target(wanted), requireTee);
        }
        return resolve(wanted, reference, requireTee, listings.current(reference.provider()));
    }

    /** Refuses a provider that was not there a moment ago either, unless there is none at all. */
    private void refuseUnknown(ModelReference reference, String wanted, boolean requireTee) {
        Set<String> known = known();
        if (!known.isEmpty() && !known.contains(reference.provider())) {
            List<String> nearest = ofAnyProvider(wanted, requireTee);
            throw new ModelNotFoundException(
                    "There is no provider \"" + reference.provider() + "\" here; there is " + String.join(", ", known)
                            + NearestText.of(nearest),
                    nearest,
                    ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()));
        }
    }

    private Set<String> known() {
        return providers.known(settings.handover());
    }

    /** Finds the model of a name by a list of its provider. */
    ModelInfo resolve(String name, boolean requireTee, CatalogSnapshot listing) {
        return resolve(name, reference(name, requireTee), requireTee, listing);
    }

    private ModelInfo resolve(String name, ModelReference reference, boolean requireTee, CatalogSnapshot listing) {
        boolean teeOnly = requireTee || rules.teeOnly(reference.provider());
        ModelInfo model =
                listings.find(reference, listing).orElseThrow(() -> notFound(name, reference, listing, teeOnly));
        rules.refusal(model, teeOnly, listing).ifPresent(refusal -> {
            throw refusal;
        });
        return model;
    }

    /** What is known of the model that really answered, which may be a member of the pool that was asked. */
    ModelInfo answering(ModelInfo asked, @Nullable String answered) {
        return answered == null
                ? asked
                : listings.known(asked.reference().provider())
                        .flatMap(listing -> listing.find(answered))
                        .orElse(asked);
    }

    private String requested(@Nullable String name) {
        String wanted = name == null ? selection.defaultModel() : name;
        if (wanted == null) {
            throw new RequestRejectedException(
                    "no-model",
                    "No model is named and none is configured; run `clawdbot models set REF`",
                    ErrorDetails.NONE,
                    null);
        }
        return wanted;
    }

    private String target(String name) {
        return selection.aliases().getOrDefault(name, name);
    }

    private ModelReference reference(String name, boolean requireTee) {
        return ModelReference.parse(target(name)).orElseThrow(() -> {
            List<String> nearest = ofAnyProvider(target(name), requireTee);
            return new ModelNotFoundException(
                    "\"" + name + "\" is neither an alias nor a reference of the form provider/model-id"
                            + NearestText.of(nearest) + "; see `clawdbot models list`",
                    nearest,
                    ErrorDetails.NONE);
        });
    }

    /** The models nearest to a name that may lack its provider; none of a list that cannot be had. */
    private List<String> ofAnyProvider(String name, boolean requireTee) {
        List<ModelInfo> models = new ArrayList<>();
        for (String provider : known()) {
            try {
                CatalogSnapshot listing = listings.current(provider);
                models.addAll(rules.visible(listing, requireTee || rules.teeOnly(provider))
                        .models()
                        .values());
            } catch (RequestCancelledException e) {
                throw e;
            } catch (ModelException nothingKnown) {
                // then it cannot be one of these
            }
        }
        return NearestText.names(name, models);
    }

    private ModelException notFound(String name, ModelReference reference, CatalogSnapshot listing, boolean teeOnly) {
        if (listing.source().equals(CatalogSource.BUILT_IN)) {
            return new ProviderUnavailableException(
                    "no-catalog",
                    "Whether " + reference.provider() + " serves " + reference.id() + " is not known: "
                            + listing.problem(),
                    ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()),
                    null);
        }
        CatalogSnapshot usable = rules.visible(listing, teeOnly);
        boolean preset = name.equals(selection.defaultModel());
        return new ModelNotFoundException(
                reference.provider() + " does not list " + (preset ? "the default model " : "") + reference.id()
                        + NearestText.of(reference, usable)
                        + (preset ? CHOOSE : "; see `clawdbot models list`"),
                NearestText.names(reference, usable),
                ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()));
    }
}
