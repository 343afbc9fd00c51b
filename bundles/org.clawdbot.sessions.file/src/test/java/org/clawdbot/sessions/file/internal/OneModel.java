package org.clawdbot.sessions.file.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelNotFoundException;

/** A façade that knows one model and its window. */
final class OneModel implements ChatModels {

    Long window;
    boolean unknown;

    @Override
    public ModelInfo resolve(String model) {
        if (unknown) {
            throw new ModelNotFoundException("No such model", List.of(), ErrorDetails.NONE);
        }
        return ModelInfo.builder(new ModelReference("chutes", "m"))
                .contextWindow(window)
                .build();
    }

    @Override
    public ChatStream stream(ChatRequest request, Consumer<? super ChatEvent.Notice> notices) {
        throw new AssertionError("The agent asks, not the sessions");
    }

    @Override
    public ChatResult complete(ChatRequest request) {
        throw new AssertionError("The agent asks, not the sessions");
    }

    @Override
    public List<CatalogSnapshot> catalogs() {
        return List.of();
    }

    @Override
    public List<CatalogSnapshot> allCatalogs() {
        return List.of();
    }

    @Override
    public List<CatalogSnapshot> knownCatalogs() {
        return List.of();
    }

    @Override
    public List<CatalogSnapshot> refresh() {
        return List.of();
    }

    @Override
    public ModelSelection selection() {
        return new ModelSelection(null, List.of(), null, List.of(), Map.of());
    }

    @Override
    public List<SelectionProblem> selectionProblems() {
        return List.of();
    }

    @Override
    public List<ProviderStatus> providers() {
        return List.of();
    }
}
