package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ChatObserver;
import org.clawdbot.api.observation.ObservedRequest;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserversTest {

    private final FakeParts.Strategy strategy =
            new FakeParts.Strategy().hold("chutes:one", "api-key", ProfileStatus.Source.PROFILE);
    private final FakeParts.Catalog catalog =
            new FakeParts.Catalog().list("zai-org/GLM-4.7-Flash", false).list("Qwen/Qwen3-32B-TEE", true);
    private final FakeParts.Transport transport = new FakeParts.Transport();
    private final ModelsFacade facade;
    private final Diary diary = new Diary();

    ObserversTest(@TempDir Path folder) {
        facade = new ModelsFacade(
                new Setup()
                        .fallbacks("chutes/Qwen/Qwen3-32B-TEE")
                        .alias("flash", "chutes/zai-org/GLM-4.7-Flash")
                        .settings(),
                folder,
                new ManualLater(),
                new ManualLater(),
                new TurnableClock());
        facade.addAuth(strategy, Map.of("model.provider", "chutes", "auth.mode", "api-key", "service.id", 1L));
        facade.addCatalog(catalog, Map.of("model.provider", "chutes", "catalog.source", "live", "service.id", 2L));
        facade.addTransport(
                transport, Map.of("model.provider", "chutes", "component.name", "fake.completions", "service.id", 3L));
        facade.addObserver(diary);
    }

    @Test
    void hearsARequestFromItsBeginningToItsEnd() {
        facade.stream(ChatRequest.of("hi")).result();

        assertThat(diary.lines)
                .containsExactly(
                        "started chutes/zai-org/GLM-4.7-Flash in pieces",
                        "attempt chutes/zai-org/GLM-4.7-Flash chutes:one api-key fake.completions",
                        "first token",
                        "completed Hello for 2 USD");
    }

    @Test
    void theFirstTokenIsThereBeforeTheCallerPullsIt() {
        ChatStream unread = facade.stream(ChatRequest.of("hi"));

        assertThat(diary.lines).last().isEqualTo("first token");
        unread.close();
    }

    @Test
    void aReplyInOnePieceHasNoFirstToken() {
        facade.complete(ChatRequest.builder().model("flash").user("hi").build());

        assertThat(diary.lines)
                .containsExactly(
                        "started chutes/zai-org/GLM-4.7-Flash as a whole",
                        "attempt chutes/zai-org/GLM-4.7-Flash chutes:one api-key fake.completions",
                        "completed Hello for 2 USD");
    }

    @Test
    void startsOnTheThreadOfTheCaller() {
        AtomicReference<Thread> begun = new AtomicReference<>();
        facade.addObserver(request -> {
            begun.set(Thread.currentThread());
            return ChatObservation.NONE;
        });

        facade.complete(ChatRequest.of("hi"));

        assertThat(begun).hasValue(Thread.currentThread());
    }

    @Test
    void hearsOfFailedTriesAndOfWhoAnswersInstead() {
        transport.failures.add(full());

        facade.complete(ChatRequest.of("hi"));

        assertThat(diary.lines)
                .containsSubsequence(
                        "attempt chutes/zai-org/GLM-4.7-Flash chutes:one api-key fake.completions",
                        "attempt failed chutes/zai-org/GLM-4.7-Flash capacity",
                        "attempt chutes/Qwen/Qwen3-32B-TEE chutes:one api-key fake.completions",
                        "notice fallback",
                        "completed Hello for 2 USD");
    }

    @Test
    void hearsWhatTheTransportTellsBeforeTheFirstToken() {
        transport.triedBefore.add(new Attempt("chutes/zai-org/GLM-4.7-Flash", "chutes:one", "capacity", "full", 429));
        List<ChatEvent.Notice> heard = new ArrayList<>();

        facade.stream(ChatRequest.of("hi"), heard::add).result();

        assertThat(heard).hasSize(1);
        assertThat(diary.lines).containsSubsequence("notice retrying", "first token");
    }

    @Test
    void hearsWhyNobodyCouldBeAsked() {
        strategy.held.clear();

        assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(() -> facade.stream(ChatRequest.of("hi")));

        assertThat(diary.lines)
                .containsExactly(
                        "started chutes/zai-org/GLM-4.7-Flash in pieces",
                        "attempt failed chutes/zai-org/GLM-4.7-Flash no-credential",
                        "failed SignInRequiredException");
    }

    @Test
    void aStreamThatIsClosedBeforeItsEndIsCancelledOnce() {
        ChatStream stream = facade.stream(ChatRequest.of("hi"));
        stream.iterator().next();

        stream.close();
        stream.close();

        assertThat(diary.lines).last().isEqualTo("cancelled");
        assertThat(diary.lines).containsOnlyOnce("cancelled");
    }

    @Test
    void closingAWholeReplyIsNoCancellation() {
        ChatStream stream = facade.stream(ChatRequest.of("hi"));
        stream.result();

        stream.close();

        assertThat(diary.lines).doesNotContain("cancelled");
    }

    @Test
    void aReplyThatBreaksIsAFailureAndNothingFollows() {
        transport.breaks = () -> {
            throw new IllegalStateException("a broken part");
        };
        ChatStream stream = facade.stream(ChatRequest.of("hi"));
        Iterator<ChatEvent> events = stream.iterator();
        events.next();

        assertThatThrownBy(events::hasNext).hasRootCauseMessage("a broken part");
        stream.close();

        assertThat(diary.lines).last().isEqualTo("failed StreamBrokenException");
    }

    @Test
    void anInterruptedCallerIsACancellation() {
        transport.failures.add(new RequestCancelledException("interrupted", ErrorDetails.NONE, null));

        assertThatExceptionOfType(RequestCancelledException.class)
                .isThrownBy(() -> facade.complete(ChatRequest.of("hi")));

        assertThat(diary.lines).last().isEqualTo("cancelled");
    }

    @Test
    void anObserverThatThrowsHarmsNeitherTheRequestNorTheOthers() {
        facade.removeObserver(diary);
        ChatObserver broken = request -> {
            throw new IllegalStateException("broken");
        };
        facade.addObserver(broken);
        facade.addObserver(request -> new ChatObservation() {
            @Override
            public void completed(ChatResult result) {
                throw new NoClassDefFoundError("gone with its bundle");
            }
        });
        facade.addObserver(diary);

        ChatResult result = facade.stream(ChatRequest.of("hi")).result();

        assertThat(result.text()).isEqualTo("Hello");
        assertThat(diary.lines).last().isEqualTo("completed Hello for 2 USD");
    }

    @Test
    void anObserverThatCameLaterHearsOnlyWhatBeginsLater() {
        Diary late = new Diary();
        ChatStream stream = facade.stream(ChatRequest.of("hi"));
        facade.addObserver(late);

        stream.result();

        assertThat(late.lines).isEmpty();
    }

    @Test
    void nothingIsMadeOfARequestThatNobodyWatches() {
        Observers nobody = new Observers();

        assertThat(nobody.started(() -> {
                    throw new AssertionError("made");
                }))
                .isSameAs(ChatObservation.NONE);
    }

    private static ModelUnavailableException full() {
        return new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null);
    }

    /** Writes down what it hears. */
    private static final class Diary implements ChatObserver {

        final List<String> lines = new ArrayList<>();

        @Override
        public ChatObservation started(ObservedRequest request) {
            lines.add("started " + request.model() + (request.streaming() ? " in pieces" : " as a whole"));
            return new ChatObservation() {
                @Override
                public void attemptStarted(AttemptTarget target) {
                    lines.add("attempt " + target.model().reference() + " " + target.profileId() + " "
                            + target.authMode() + " " + target.transport());
                }

                @Override
                public void attemptFailed(Attempt attempt) {
                    lines.add("attempt failed " + attempt.model() + " " + attempt.failure());
                }

                @Override
                public void firstToken() {
                    lines.add("first token");
                }

                @Override
                public void notice(ChatEvent.Notice notice) {
                    lines.add("notice " + notice.code());
                }

                @Override
                public void completed(ChatResult result) {
                    lines.add("completed " + result.text() + " for "
                            + result.cost().usd() + " USD");
                }

                @Override
                public void failed(Throwable failure) {
                    lines.add("failed " + failure.getClass().getSimpleName());
                }

                @Override
                public void cancelled() {
                    lines.add("cancelled");
                }
            };
        }
    }
}
