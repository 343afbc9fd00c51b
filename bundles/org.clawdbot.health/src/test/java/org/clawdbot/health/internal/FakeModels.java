package org.clawdbot.health.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.chat.SelectionProblem;

/** A façade that tells what a test says, and of which nothing may be fetched. */
final class FakeModels implements ChatModels {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final List<ProfileStatus> profiles = new ArrayList<>();
    private final List<CatalogSnapshot> known = new ArrayList<>();
    private final List<SelectionProblem> problems = new ArrayList<>();

    void signedIn(Instant end) {
        profiles.add(new ProfileStatus(
                "chutes:default", "chutes", "api-key", ProfileStatus.Source.PROFILE, null, "cpk_…", end));
    }

    void listed(boolean stale) {
        ModelInfo model = ModelInfo.builder(new ModelReference("chutes", "a/b")).build();
        known.add(new CatalogSnapshot("chutes", "live", NOW, stale, null, 0, Map.of("a/b", model)));
    }

    void vanished(String name) {
        problems.add(new SelectionProblem("defaultModel", name, "model-not-found", "It is gone", null));
    }

    @Override
    public List<ProviderStatus> providers() {
        return List.of(new ProviderStatus("chutes", List.of("api-key"), "live", true, false, profiles));
    }

    @Override
    public List<CatalogSnapshot> knownCatalogs() {
        return known;
    }

    @Override
    public List<SelectionProblem> selectionProblems() {
        return problems;
    }

    @Override
    public ModelSelection selection() {
        return new ModelSelection(null, List.of(), null, List.of(), Map.of());
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
    public ModelInfo resolve(String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> catalogs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> allCatalogs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> refresh() {
        throw new UnsupportedOperationException();
    }
}
