package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;

/**
 * Checks the catalogs, the default model and the fallbacks. Without the network it goes by the lists that are known,
 * however old they are.
 */
final class ModelsCheck implements SelfCheck {

    private static final String CHOOSE = "clawdbot models set REF";

    private final Parts parts;
    private final Clock clock;
    private final boolean offline;

    ModelsCheck(Parts parts, Clock clock, boolean offline) {
        this.parts = parts;
        this.clock = clock;
        this.offline = offline;
    }

    @Override
    public String topic() {
        return "models";
    }

    /** It has something to say without the network, too. */
    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        parts.models().ifPresent(models -> check(models, findings));
        return findings;
    }

    private void check(ChatModels models, List<Finding> findings) {
        List<CatalogSnapshot> catalogs = List.of();
        try {
            catalogs = offline ? models.knownCatalogs() : models.catalogs();
        } catch (ModelException failure) {
            findings.add(Finding.fail(String.valueOf(failure.getMessage()), "clawdbot models refresh"));
        }
        for (CatalogSnapshot catalog : catalogs) {
            String text = "The catalog of " + catalog.provider() + ": " + ModelTable.describe(catalog, clock);
            findings.add(catalog.stale() ? Finding.warn(text, "clawdbot models refresh") : Finding.ok(text));
        }
        ModelSelection selection = models.selection();
        if (selection.defaultModel() == null) {
            findings.add(Finding.warn("No default model is set", CHOOSE));
        }
        if (catalogs.isEmpty()) {
            if (selection.defaultModel() != null) {
                findings.add(
                        Finding.warn(selection.defaultModel() + " is not checked, because there is no catalog", null));
            }
            return;
        }
        selected(selection).forEach((name, use) -> findings.add(model(models, name, use)));
        models.selectionProblems().stream()
                .filter(problem -> !isModel(problem))
                .forEach(problem ->
                        findings.add(Finding.warn(problem.setting() + ": " + problem.message(), fix(problem))));
    }

    /** The models that requests can go to, with what each is for. */
    private static Map<String, String> selected(ModelSelection selection) {
        Map<String, String> selected = new LinkedHashMap<>();
        if (selection.defaultModel() != null) {
            selected.put(selection.defaultModel(), "The default model");
        }
        selection.fallbacks().forEach(name -> selected.putIfAbsent(name, "The fallback"));
        return selected;
    }

    private Finding model(ChatModels models, String name, String use) {
        String problem = offline
                ? unknown(models, name).orElse(null)
                : unresolved(models, name).orElse(null);
        if (problem == null) {
            return Finding.ok(use + " " + name + " is listed");
        }
        boolean isDefault = name.equals(models.selection().defaultModel());
        return isDefault
                ? Finding.fail(problem, CHOOSE)
                : Finding.warn(use + ": " + problem, "clawdbot models fallbacks remove " + name);
    }

    private static Optional<String> unresolved(ChatModels models, String name) {
        try {
            models.resolve(name);
            return Optional.empty();
        } catch (ModelException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    private static Optional<String> unknown(ChatModels models, String name) {
        Optional<ModelReference> reference =
                ModelReference.parse(models.selection().aliases().getOrDefault(name, name));
        boolean listed = reference.isPresent()
                && models.knownCatalogs().stream()
                        .filter(catalog ->
                                catalog.provider().equals(reference.get().provider()))
                        .anyMatch(catalog -> catalog.find(reference.get().id()).isPresent());
        return listed ? Optional.empty() : Optional.of(name + " is not in the list that is known");
    }

    private static boolean isModel(SelectionProblem problem) {
        return problem.setting().equals("defaultModel") || problem.setting().equals("fallbacks");
    }

    private static String fix(SelectionProblem problem) {
        return problem.replacement() == null ? "clawdbot models list" : "Use " + problem.replacement();
    }
}
