package org.clawdbot.models.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.contracts.MemoryCredentialStore;
import org.clawdbot.testkit.TurnableClock;

/** A façade among fake parts: models A to D of one provider, and X of another one. */
final class FakeHost {

    static final ChatRequest HI = ChatRequest.of("hi");

    final FakeParts.Strategy strategy = new FakeParts.Strategy();
    final FakeParts.Catalog catalog = new FakeParts.Catalog();
    final FakeParts.Transport transport = new FakeParts.Transport();
    final FakeParts.Strategy otherStrategy =
            new FakeParts.Strategy("other").hold("other:key", "api-key", ProfileStatus.Source.PROFILE);
    final FakeParts.Catalog otherCatalog = new FakeParts.Catalog("live", "other").list("X", false);
    final ManualLater writer = new ManualLater();
    final TurnableClock clock = new TurnableClock();
    final MemoryCredentialStore store = new MemoryCredentialStore();
    private final Path folder;

    FakeHost(Path folder) {
        this.folder = folder;
        catalog.list("A", false).list("B", false).list("C", true).list("D", true);
    }

    FakeHost keys(String... ids) {
        for (String id : ids) {
            strategy.hold(id, "api-key", ProfileStatus.Source.PROFILE);
        }
        return this;
    }

    /** Starts the façade, as a process does. */
    ModelsFacade start(Setup setup) {
        ModelsFacade facade = new ModelsFacade(setup.settings(), folder, new ManualLater(), writer, clock);
        facade.setCredentials(store);
        facade.addAuth(strategy, Map.of("model.provider", "chutes", "auth.mode", "api-key", "service.id", 1L));
        facade.addAuth(otherStrategy, Map.of("model.provider", "other", "auth.mode", "api-key", "service.id", 2L));
        facade.addCatalog(catalog, Map.of("model.provider", "chutes", "catalog.source", "live", "service.id", 3L));
        facade.addCatalog(otherCatalog, Map.of("model.provider", "other", "catalog.source", "live", "service.id", 4L));
        facade.addTransport(transport, Map.of("model.provider", "chutes", "service.id", 5L));
        facade.addTransport(transport, Map.of("model.provider", "other", "service.id", 6L));
        return facade;
    }

    /** Starts the façade with a default model and fallbacks, named by their last letter. */
    ModelsFacade start(String model, String... fallbacks) {
        return start(setup(model, fallbacks));
    }

    static Setup setup(String model, String... fallbacks) {
        String[] references = new String[fallbacks.length];
        for (int i = 0; i < fallbacks.length; i++) {
            references[i] = reference(fallbacks[i]);
        }
        return new Setup().defaultModel(reference(model)).fallbacks(references);
    }

    static String reference(String model) {
        return (model.equals("X") ? "other/" : "chutes/") + model;
    }

    static ChatRequest ask(String model) {
        return ChatRequest.builder().model(reference(model)).user("hi").build();
    }

    FakeHost fails(ModelException... failures) {
        transport.failures.addAll(List.of(failures));
        return this;
    }

    static ModelException full() {
        return new ModelUnavailableException("capacity", "full", ErrorDetails.NONE.withAnswer(429, null, null), null);
    }

    static ModelException quota() {
        return quota(null);
    }

    static ModelException quota(Instant resetAt) {
        return new QuotaExceededException("used up", resetAt, ErrorDetails.NONE.withAnswer(402, null, null));
    }

    static ModelException refused() {
        return new SignInRequiredException(
                "credential-refused", "refused", ErrorDetails.NONE.withAnswer(401, null, null), null);
    }
}
