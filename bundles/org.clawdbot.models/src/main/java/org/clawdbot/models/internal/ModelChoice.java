package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.provider.CatalogSource;
import org.jspecify.annotations.Nullable;

/** Turns what a request names into models to try, and checks each against its catalog and the rules of the host. */
final class ModelChoice {

    private static final int NEAREST = 3;

    private final FacadeSettings settings;
    private final Listings listings;
    private final Set<String> known;

    /** Chooses among the models of the providers of which any part is there. */
    ModelChoice(FacadeSettings settings, Listings listings, Set<String> knownProviders) {
        this.settings = settings;
        this.listings = listings;
        this.known = knownProviders;
    }

    /** The names to try in turn, each model once: the one asked for, or the default, and then the fallbacks. */
    List<String> candidates(ChatRequest request) {
        ModelSelection selection = settings.selection();
        List<String> names = new ArrayList<>();
        boolean useImageModel = request.model() == null && selection.imageModel() != null && hasImage(request);
        if (useImageModel) {
            names.add(selection.imageModel());
            names.addAll(selection.imageFallbacks());
        } else {
            names.add(requested(request.model()));
            names.addAll(selection.fallbacks());
        }
        Map<String, String> byReference = new LinkedHashMap<>();
        names.forEach(name -> byReference.putIfAbsent(selection.aliases().getOrDefault(name, name), name));
        return List.copyOf(byReference.values());
    }

    /** Finds the model of a name, which must be listed and allowed. */
    ModelInfo resolve(@Nullable String name, boolean requireTee) {
        ModelReference reference = reference(requested(name));
        if (!known.isEmpty() && !known.contains(reference.provider())) {
            throw new ModelNotFoundException(
                    "There is no provider \"" + reference.provider() + "\" here; there is " + String.join(", ", known),
                    List.of(),
                    ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()));
        }
        CatalogSnapshot listing = listings.current(reference.provider());
        ModelInfo model = listing.find(reference.id()).orElseThrow(() -> notFound(reference, listing));
        if ((requireTee || settings.teeOnly(reference.provider())) && !model.inTee()) {
            throw new PolicyException(
                    "not-in-tee",
                    reference + " does not run in a trusted execution environment, and only such models are allowed"
                            + nearest(reference, listing.filter(ModelInfo::inTee)),
                    ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()),
                    null);
        }
        return model;
    }

    private String requested(@Nullable String name) {
        String wanted = name == null ? settings.selection().defaultModel() : name;
        if (wanted == null) {
            throw new RequestRejectedException(
                    "no-model",
                    "No model is named and none is configured; run `clawdbot models set REF`",
                    ErrorDetails.NONE,
                    null);
        }
        return wanted;
    }

    private ModelReference reference(String name) {
        String target = settings.selection().aliases().getOrDefault(name, name);
        return ModelReference.parse(target)
                .orElseThrow(() -> new ModelNotFoundException(
                        "\"" + name + "\" is neither an alias nor a reference of the form provider/model-id;"
                                + " see `clawdbot models list`",
                        List.of(),
                        ErrorDetails.NONE));
    }

    private ModelException notFound(ModelReference reference, CatalogSnapshot listing) {
        if (listing.source().equals(CatalogSource.BUILT_IN)) {
            return new ProviderUnavailableException(
                    "no-catalog",
                    "Whether " + reference.provider() + " serves " + reference.id() + " is not known: "
                            + listing.problem(),
                    ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()),
                    null);
        }
        CatalogSnapshot visible = settings.visible(listing);
        return new ModelNotFoundException(
                reference.provider() + " does not list " + reference.id() + nearest(reference, visible)
                        + "; see `clawdbot models list`",
                names(reference, visible),
                ErrorDetails.ofProvider(reference.provider()).withModel(reference.id()));
    }

    private static String nearest(ModelReference reference, CatalogSnapshot listing) {
        List<String> names = names(reference, listing);
        return names.isEmpty() ? " (no such model is listed at all)" : "; nearest: " + String.join(", ", names);
    }

    private static List<String> names(ModelReference reference, CatalogSnapshot listing) {
        return NearestNames.of(reference.id(), listing.models().keySet(), NEAREST).stream()
                .map(id -> new ModelReference(listing.provider(), id).toString())
                .toList();
    }

    private static boolean hasImage(ChatRequest request) {
        return request.messages().stream()
                .filter(ChatMessage.UserMessage.class::isInstance)
                .flatMap(message -> ((ChatMessage.UserMessage) message).content().stream())
                .anyMatch(ContentPart.Image.class::isInstance);
    }
}
