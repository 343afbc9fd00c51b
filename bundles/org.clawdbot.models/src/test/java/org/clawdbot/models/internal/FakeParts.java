package org.clawdbot.models.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.auth.SignOutResult;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ModelException;

/** Parts that do as they are told. */
final class FakeParts {

    private FakeParts() {}

    /** Gives the credentials it holds, and renews those it may. */
    static final class Strategy implements AuthStrategy {

        final Map<String, ProfileStatus> held = new LinkedHashMap<>();
        final Map<String, ModelException> broken = new LinkedHashMap<>();
        private final String provider;
        Consumer<String> asked = id -> {};
        boolean renewable;
        ModelException failure;

        Strategy() {
            this("chutes");
        }

        Strategy(String provider) {
            this.provider = provider;
        }

        Strategy hold(String id, String mode, ProfileStatus.Source source) {
            held.put(id, new ProfileStatus(id, provider, mode, source, null, "…", null));
            return this;
        }

        @Override
        public String label() {
            return "fake";
        }

        @Override
        public List<ProfileStatus> profiles() {
            if (failure != null) {
                throw failure;
            }
            return List.copyOf(held.values());
        }

        @Override
        public Credential credential(String profileId) {
            asked.accept(profileId);
            if (broken.containsKey(profileId)) {
                throw broken.get(profileId);
            }
            ProfileStatus status = held.get(profileId);
            return new Credential(provider, profileId, status.mode(), Secret.of("fake-" + profileId), null);
        }

        @Override
        public Optional<Credential> renew(Credential refused) {
            return renewable
                    ? Optional.of(new Credential(
                            provider, refused.profileId(), refused.mode(), Secret.of("fake-renewed"), null))
                    : Optional.empty();
        }

        @Override
        public SignInResult signIn(SignInRequest request, SignInDialog dialog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ProfileStatus> refresh(String profileId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<SignOutResult> signOut(String profileId) {
            throw new UnsupportedOperationException();
        }
    }

    /** Lists what it was given, or fails. */
    static final class Catalog implements ModelCatalog {

        final Map<String, ModelInfo> models = new LinkedHashMap<>();
        final Map<String, ModelInfo> pools = new LinkedHashMap<>();
        final List<Consumer<CatalogSnapshot>> watchers = new CopyOnWriteArrayList<>();
        final String source;
        private final String provider;
        RuntimeException failure;
        int reads;
        int refreshes;
        private Instant fetchedAt = Instant.EPOCH;

        Catalog() {
            this("live");
        }

        Catalog(String source) {
            this(source, "chutes");
        }

        Catalog(String source, String provider) {
            this.source = source;
            this.provider = provider;
        }

        Catalog list(String id, Boolean tee) {
            models.put(id, model(id, tee, "1"));
            return this;
        }

        Catalog pool(String id, Boolean tee) {
            pools.put(id, model(id, tee, "9"));
            return this;
        }

        private ModelInfo model(String id, Boolean tee, String price) {
            return ModelInfo.builder(new ModelReference(provider, id))
                    .tee(tee)
                    .pricing(new ModelPricing(new BigDecimal(price), new BigDecimal("2"), null))
                    .build();
        }

        /** Reads its source anew by itself and tells who watches. */
        void fetch() {
            fetchedAt = fetchedAt.plusSeconds(1);
            watchers.forEach(watcher -> watcher.accept(snapshot()));
        }

        @Override
        public CatalogSnapshot current() {
            reads++;
            if (failure != null) {
                throw failure;
            }
            return snapshot();
        }

        private CatalogSnapshot snapshot() {
            return new CatalogSnapshot(provider, source, fetchedAt, false, null, 0, models);
        }

        @Override
        public CatalogSnapshot refresh() {
            refreshes++;
            fetchedAt = fetchedAt.plusSeconds(1);
            return current();
        }

        @Override
        public Optional<ModelInfo> find(String id) {
            return current().find(id).or(() -> Optional.ofNullable(pools.get(id)));
        }

        @Override
        public Watch watch(Consumer<CatalogSnapshot> watcher) {
            watchers.add(watcher);
            return () -> watchers.remove(watcher);
        }
    }

    /** Answers each request with the next prepared outcome, and with a short reply when there is none. */
    static final class Transport implements CompletionsTransport {

        final Deque<ModelException> failures = new ArrayDeque<>();
        final List<CompletionRequest> sent = new ArrayList<>();
        final List<Attempt> triedBefore = new ArrayList<>();
        String answered;
        AccountLimits limits;
        Usage usage = new Usage(1_000_000, 500_000, null, null, 1_500_000);
        Runnable goes;
        RuntimeException unforeseen;
        List<ChatEvent> before = List.of(new ChatEvent.TextDelta("Hel"));
        Runnable breaks;

        @Override
        public ChatStream stream(CompletionRequest request) {
            triedBefore.forEach(attempt -> request.notices().accept(new ChatEvent.Notice("retrying", "Trying again")));
            ChatResult result = complete(request);
            Iterator<ChatEvent> events = List.<ChatEvent>of(
                            new ChatEvent.Started(result.requestedModel(), null),
                            new ChatEvent.TextDelta(result.text()),
                            new ChatEvent.Completed(result))
                    .iterator();
            return new ChatStream() {
                @Override
                public Iterator<ChatEvent> iterator() {
                    return breaks == null ? events : broken();
                }

                private Iterator<ChatEvent> broken() {
                    return new Iterator<>() {
                        private final Iterator<ChatEvent> begun = before.iterator();

                        @Override
                        public boolean hasNext() {
                            if (!begun.hasNext()) {
                                breaks.run();
                            }
                            return begun.hasNext();
                        }

                        @Override
                        public ChatEvent next() {
                            return begun.next();
                        }
                    };
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public ChatResult complete(CompletionRequest request) {
            if (goes != null) {
                goes.run();
                throw new NoClassDefFoundError("org/example/NotUsedYet");
            }
            sent.add(request);
            if (unforeseen != null) {
                throw unforeseen;
            }
            ModelException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return ChatResult.builder(request.model().reference().toString())
                    .text("Hello")
                    .answeredModel(answered)
                    .finishReason(FinishReason.STOP)
                    .usage(usage)
                    .limits(limits)
                    .attempts(triedBefore)
                    .build();
        }

        List<String> tried() {
            return sent.stream()
                    .map(request -> request.model().reference().id() + " "
                            + request.credential().token().reveal())
                    .toList();
        }
    }
}
