package org.clawdbot.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.junit.jupiter.api.Test;

class ChatStreamTest {

    private static final ChatResult RESULT =
            ChatResult.builder("chutes/m").text("Hello").build();

    @Test
    void resultWaitsForTheLastEventAndClosesTheStream() {
        ScriptedStream stream =
                new ScriptedStream(List.of(new ChatEvent.TextDelta("Hello"), new ChatEvent.Completed(RESULT)));

        assertThat(stream.result()).isEqualTo(RESULT);
        assertThat(stream.closed).isTrue();
    }

    @Test
    void resultOfAStreamWithoutItsLastEventIsNeverPassedOffAsWhole() {
        ScriptedStream stream = new ScriptedStream(List.of(new ChatEvent.TextDelta("Hel")));

        assertThatThrownBy(stream::result).isInstanceOf(IllegalStateException.class);
        assertThat(stream.closed).isTrue();
    }

    @Test
    void aListenerHearsEverythingInOrder() {
        ScriptedStream stream = new ScriptedStream(List.of(
                new ChatEvent.ReasoningDelta("Hm"),
                new ChatEvent.TextDelta("Hel"),
                new ChatEvent.TextDelta("lo"),
                new ChatEvent.Completed(RESULT)));
        List<String> heard = new ArrayList<>();

        CompletableFuture<ChatResult> future = stream.subscribe(
                new ChatListener() {
                    @Override
                    public void onText(String text) {
                        heard.add("text " + text);
                    }

                    @Override
                    public void onReasoning(String text) {
                        heard.add("reasoning " + text);
                    }

                    @Override
                    public void onCompleted(ChatResult result) {
                        heard.add("completed " + result.text());
                    }
                },
                Runnable::run);

        assertThat(future).isCompletedWithValue(RESULT);
        assertThat(heard).containsExactly("reasoning Hm", "text Hel", "text lo", "completed Hello");
        assertThat(stream.closed).isTrue();
    }

    @Test
    void aFailureOfTheReplyFailsTheFuture() {
        ProviderUnavailableException failure =
                new ProviderUnavailableException("network", "No route", ErrorDetails.NONE, null);
        ScriptedStream stream = new ScriptedStream(List.of(new ChatEvent.TextDelta("Hel")), failure);

        CompletableFuture<ChatResult> future = stream.subscribe(new ChatListener() {}, Runnable::run);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(future::join)
                .withCause(failure);
        assertThat(stream.closed).isTrue();
    }

    @Test
    void cancellingTheFutureClosesTheStream() {
        ScriptedStream stream = new ScriptedStream(List.of());

        CompletableFuture<ChatResult> future = stream.subscribe(new ChatListener() {}, task -> {});
        future.cancel(true);

        assertThat(stream.closed).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
    }

    private static final class ScriptedStream implements ChatStream {

        private final List<ChatEvent> events;
        private final RuntimeException failure;
        private boolean closed;

        ScriptedStream(List<ChatEvent> events) {
            this(events, null);
        }

        ScriptedStream(List<ChatEvent> events, RuntimeException failure) {
            this.events = events;
            this.failure = failure;
        }

        @Override
        public Iterator<ChatEvent> iterator() {
            Iterator<ChatEvent> script = events.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    if (!script.hasNext() && failure != null) {
                        throw failure;
                    }
                    return script.hasNext();
                }

                @Override
                public ChatEvent next() {
                    return script.next();
                }
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
