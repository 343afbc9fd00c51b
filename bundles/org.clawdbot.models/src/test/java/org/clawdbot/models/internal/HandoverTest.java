package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts that go and come back while requests need them. Whoever waited for what cannot come would wait for an hour. */
@Timeout(60)
class HandoverTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Map<String, Object> KEYS =
            Map.of("model.provider", "chutes", AuthMode.PROPERTY, "api-key", "service.id", 7L);
    private static final Map<String, Object> OAUTH =
            Map.of("model.provider", "chutes", AuthMode.PROPERTY, "oauth", "service.id", 8L);
    private static final Map<String, Object> CHUTES = Map.of("model.provider", "chutes", "service.id", 9L);

    @TempDir
    Path folder;

    private FakeHost host;
    private ModelsFacade facade;

    @BeforeEach
    void start() {
        host = new FakeHost(folder).keys("chutes:one");
        facade = start(LONG);
    }

    private ModelsFacade start(Duration handover) {
        return host.start(FakeHost.setup("A").handover(handover));
    }

    @Test
    void aRequestThatMissesTheTransportGoesOnWithItsSuccessor() throws Exception {
        FakeParts.Transport successor = new FakeParts.Transport();
        facade.removeTransport(host.transport);
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        facade.addTransport(successor, CHUTES);

        assertThat(asking.result().text()).isEqualTo("Hello");
        assertThat(asking.result().attempts()).hasSize(1);
        assertThat(successor.sent).hasSize(1);
    }

    @Test
    void aTransportThatGoesAsItIsAskedIsSucceededInTime() throws Exception {
        FakeParts.Transport successor = new FakeParts.Transport();
        host.transport.goes = () -> facade.removeTransport(host.transport);
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        facade.addTransport(successor, CHUTES);

        assertThat(asking.result().attempts()).hasSize(1);
        assertThat(successor.sent).hasSize(1);
    }

    @Test
    void whoeverHasTheCredentialIsWaitedForBeforeAnybodyIsAskedToSignIn() throws Exception {
        facade.addAuth(new FakeParts.Strategy(), OAUTH);
        facade.removeAuth(host.strategy);
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        facade.addAuth(host.strategy, KEYS);

        assertThat(asking.result().text()).isEqualTo("Hello");
    }

    @Test
    void aStrategyThatGoesAsItIsAskedIsSucceededInTime() throws Exception {
        FakeParts.Strategy successor = new FakeParts.Strategy()
                .hold(
                        "chutes:one",
                        "api-key",
                        host.strategy.held.get("chutes:one").source());
        host.strategy.asked = id -> {
            facade.removeAuth(host.strategy);
            throw new NoClassDefFoundError("org/example/NotUsedYet");
        };
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        facade.addAuth(successor, KEYS);

        assertThat(asking.result().attempts()).hasSize(1);
    }

    @Test
    void allPartsOfAProviderAreWaitedForTogether() throws Exception {
        facade.removeTransport(host.transport);
        facade.removeAuth(host.strategy);
        facade.removeCatalog(host.catalog);
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        facade.addCatalog(host.catalog, CHUTES);
        facade.addAuth(host.strategy, KEYS);
        asking.awaitWaiting();
        facade.addTransport(host.transport, CHUTES);

        assertThat(asking.result().text()).isEqualTo("Hello");
    }

    @Test
    void aRefreshThatMissesTheCatalogAsksItsSuccessor() throws Exception {
        FakeParts.Catalog successor = new FakeParts.Catalog().list("B", false);
        facade.removeCatalog(host.catalog);
        Asking<List<CatalogSnapshot>> asking = new Asking<>(facade::refresh);

        asking.awaitWaiting();
        facade.addCatalog(successor, CHUTES);

        assertThat(asking.result().get(0).models()).containsOnlyKeys("B");
    }

    @Test
    void whatWasNeverThereIsNamedAtOnce() {
        ModelsFacade empty = new ModelsFacade(
                FakeHost.setup("A").handover(LONG).settings(), folder, new ManualLater(), host.writer, host.clock);

        assertThatExceptionOfType(MissingPartException.class).isThrownBy(() -> empty.complete(FakeHost.HI));
    }

    @Test
    void whoIsNotSignedInIsToldAtOnce() {
        host.strategy.held.clear();

        assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(() -> facade.complete(FakeHost.HI));
    }

    @Test
    void whatGoesBesideABetterOneIsNotMissed() {
        FakeParts.Transport rival = new FakeParts.Transport();
        facade.addTransport(rival, CHUTES);
        facade.removeTransport(host.transport);
        host.strategy.held.clear();

        assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(() -> facade.complete(FakeHost.HI));
    }

    @Test
    void aSuccessorThatDoesNotComeInTimeIsGivenUp() {
        ModelsFacade hasty = start(Duration.ofMillis(1));
        hasty.removeTransport(host.transport);

        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> hasty.complete(FakeHost.HI))
                .satisfies(e -> assertThat(e.part()).isEqualTo("CompletionsTransport"));
    }

    @Test
    void whatHasBeenAwayForLongIsNotWaitedFor() throws Exception {
        long[] now = {0};
        Handover handover = new Handover(() -> now[0]);
        handover.left(new Handover.Place("CompletionsTransport", "chutes", ""));
        now[0] = Duration.ofSeconds(2).toNanos();

        assertThat(handover.providers(Duration.ofSeconds(2))).isEmpty();
        assertThat(handover.await("chutes", Duration.ofSeconds(2), handover.arrivals()))
                .isFalse();
    }

    @Test
    void whoeverGivesUpWaitingIsLetGo() throws Exception {
        facade.removeTransport(host.transport);
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        asking.thread.interrupt();

        assertThatExceptionOfType(RequestCancelledException.class).isThrownBy(asking::result);
    }

    @Test
    void aFacadeThatGoesAnswersWithThePartsItHad() {
        facade.close();
        facade.removeTransport(host.transport);
        facade.removeAuth(host.strategy);
        facade.removeCatalog(host.catalog);
        facade.unsetCredentials(host.store);

        assertThat(facade.complete(FakeHost.HI).text()).isEqualTo("Hello");
    }

    @Test
    void aFacadeThatGoesKeepsNobodyWaiting() throws Exception {
        facade.removeTransport(host.transport);
        Asking<ChatResult> asking = ask();

        asking.awaitWaiting();
        facade.close();

        assertThatExceptionOfType(MissingPartException.class).isThrownBy(asking::result);
    }

    private Asking<ChatResult> ask() {
        return new Asking<>(() -> facade.complete(FakeHost.HI));
    }

    /** A question on a thread of its own. */
    private static final class Asking<R> {

        private final CompletableFuture<R> answer = new CompletableFuture<>();
        private final Thread thread;

        Asking(Supplier<R> question) {
            thread = new Thread(() -> {
                try {
                    answer.complete(question.get());
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
            thread.start();
        }

        void awaitWaiting() {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(answer).isNotDone();
                Thread.onSpinWait();
            }
        }

        R result() {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            }
        }
    }
}
