package org.clawdbot.shell.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.provider.CatalogSource;

/** A façade with a list of models and nothing behind it. */
public final class FakeModels implements ChatModels {

    public static final Instant FETCHED = Instant.parse("2026-03-01T10:00:00Z");

    public final Map<String, ModelInfo> listed = new LinkedHashMap<>();
    public final List<ProfileStatus> profiles = new ArrayList<>();
    /** What the rules of the host forbid, with the word for why. */
    public final Map<String, String> forbidden = new LinkedHashMap<>();
    /** What an earlier process left, where that is another list. */
    public List<CatalogSnapshot> known = List.of();

    /** What the source has at the next refresh. */
    public Runnable onRefresh = () -> {};

    public ModelSelection selection = new ModelSelection(null, List.of(), null, List.of(), Map.of());
    public final List<SelectionProblem> selectionProblems = new ArrayList<>();
    public final List<Cooldown> cooldowns = new ArrayList<>();
    public List<String> nearest = List.of("chutes/near/one", "chutes/near/two");
    public ModelException failure;
    public ModelException credentialFailure;
    public boolean stale;
    public String source = CatalogSource.LIVE;
    public String problem;
    public int skipped;
    public boolean transport = true;
    public boolean teeOnly;

    /** Lists a model with everything known. */
    public FakeModels full(String id, boolean tee, long window, String input, String output) {
        listed.put(
                id,
                ModelInfo.builder(new ModelReference("chutes", id))
                        .tee(tee)
                        .features(Set.of(ModelInfo.TOOLS, ModelInfo.REASONING))
                        .input(List.of("text", "image"))
                        .output(List.of("text"))
                        .contextWindow(window)
                        .maxOutputTokens(65536L)
                        .pricing(new ModelPricing(new BigDecimal(input), new BigDecimal(output), null))
                        .quantization("fp8")
                        .build());
        return this;
    }

    /** Lists a model of which only the name is known. */
    public FakeModels sparse(String id) {
        listed.put(id, ModelInfo.builder(new ModelReference("chutes", id)).build());
        return this;
    }

    public FakeModels selection(String primary, String... fallbacks) {
        selection = new ModelSelection(primary, List.of(fallbacks), null, List.of(), selection.aliases());
        return this;
    }

    public FakeModels alias(String alias, String reference) {
        selection = new ModelSelection(
                selection.defaultModel(), selection.fallbacks(), null, List.of(), Map.of(alias, reference));
        return this;
    }

    public FakeModels signedIn(Instant expires) {
        profiles.add(new ProfileStatus(
                "chutes:default", "chutes", "api-key", ProfileStatus.Source.PROFILE, "alice", "cpk_…", expires));
        return this;
    }

    @Override
    public ModelInfo resolve(String model) {
        if (failure != null) {
            throw failure;
        }
        String name =
                model == null ? selection.defaultModel() : selection.aliases().getOrDefault(model, model);
        forbidden.forEach((id, code) -> {
            if (("chutes/" + id).equals(name)) {
                throw new PolicyException(code, id + " is forbidden here", ErrorDetails.NONE, null);
            }
        });
        return ModelReference.parse(name)
                .map(reference -> listed.get(reference.id()))
                .orElseThrow(
                        () -> new ModelNotFoundException("No model is named " + model, nearest, ErrorDetails.NONE));
    }

    @Override
    public List<CatalogSnapshot> catalogs() {
        if (failure != null) {
            throw failure;
        }
        return allCatalogs().stream()
                .map(all -> all.filter(
                        model -> !forbidden.containsKey(model.reference().id())))
                .toList();
    }

    @Override
    public List<CatalogSnapshot> allCatalogs() {
        if (failure != null) {
            throw failure;
        }
        return List.of(new CatalogSnapshot("chutes", source, FETCHED, stale, problem, skipped, listed));
    }

    @Override
    public List<CatalogSnapshot> knownCatalogs() {
        return known.isEmpty() && failure == null ? allCatalogs() : known;
    }

    @Override
    public List<CatalogSnapshot> refresh() {
        onRefresh.run();
        return catalogs();
    }

    @Override
    public ModelSelection selection() {
        return selection;
    }

    @Override
    public List<SelectionProblem> selectionProblems() {
        return selectionProblems;
    }

    @Override
    public List<ProviderStatus> providers() {
        if (credentialFailure != null) {
            throw credentialFailure;
        }
        return List.of(new ProviderStatus("chutes", List.of("api-key"), "live", transport, teeOnly, profiles));
    }

    @Override
    public ChatStream stream(ChatRequest request, Consumer<? super ChatEvent.Notice> notices) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChatResult complete(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Cooldown> cooldowns() {
        return List.copyOf(cooldowns);
    }

    @Override
    public void clearCooldowns() {
        cooldowns.clear();
    }
}
