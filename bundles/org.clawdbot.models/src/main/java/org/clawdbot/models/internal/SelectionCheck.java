package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.jspecify.annotations.Nullable;

/** Looks whether the configured models can still be used, by the lists that are known. */
final class SelectionCheck {

    private final ModelSelection selection;
    private final ModelChoice choice;
    private final Listings listings;

    SelectionCheck(ModelSelection selection, ModelChoice choice, Listings listings) {
        this.selection = selection;
        this.choice = choice;
        this.listings = listings;
    }

    List<SelectionProblem> problems() {
        Map<String, Collection<String>> named = new LinkedHashMap<>();
        named.put("defaultModel", list(selection.defaultModel()));
        named.put("fallbacks", selection.fallbacks());
        named.put("imageModel", list(selection.imageModel()));
        named.put("imageFallbacks", selection.imageFallbacks());
        named.put("aliases", selection.aliases().values());
        List<SelectionProblem> problems = new ArrayList<>();
        named.forEach((setting, names) -> names.forEach(name -> problem(setting, name)
                .filter(problem ->
                        problems.stream().noneMatch(other -> other.model().equals(name)))
                .ifPresent(problems::add)));
        return problems;
    }

    private Optional<SelectionProblem> problem(String setting, String name) {
        ModelReference reference = ModelReference.parse(selection.aliases().getOrDefault(name, name))
                .orElse(null);
        Optional<CatalogSnapshot> listing = reference == null ? Optional.empty() : listings.known(reference.provider());
        if (reference == null || listing.isEmpty()) {
            return Optional.empty();
        }
        try {
            choice.resolve(name, false, listing.get());
            return Optional.empty();
        } catch (ModelNotFoundException | PolicyException e) {
            return Optional.of(problem(setting, name, reference, e, listing.get()));
        }
    }

    private SelectionProblem problem(
            String setting, String name, ModelReference reference, ModelException failure, CatalogSnapshot listing) {
        String replacement = NearestModels.of(
                        reference.id(), talking(choice.rules().visible(listing)), 1)
                .stream()
                .findFirst()
                .map(model -> model.reference().toString())
                .orElse(null);
        String reason = String.valueOf(failure.getMessage());
        String message = replacement == null
                ? reason
                : reason.replace(ModelChoice.CHOOSE, "")
                        + (setting.equals("defaultModel")
                                ? "; replace it with: clawdbot models set " + replacement
                                : "; its place could take " + replacement);
        return new SelectionProblem(setting, name, failure.code(), message, replacement);
    }

    private static List<ModelInfo> talking(CatalogSnapshot listing) {
        return listing.list().stream()
                .filter(model -> model.output() == null || model.output().contains("text"))
                .toList();
    }

    private static List<String> list(@Nullable String name) {
        return name == null ? List.of() : List.of(name);
    }
}
