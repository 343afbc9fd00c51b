package org.clawdbot.agent.internal;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/**
 * Pulls each reply on a thread of its own and hands each event to the calling thread. A blocking read of a socket cannot
 * be interrupted; a hand-over can, so the caller leaves at once while the request is ended behind it.
 */
final class ReplyPump {

    private final ChatModels models;

    ReplyPump(ChatModels models) {
        this.models = models;
    }

    ChatResult run(ChatRequest request, Consumer<ChatEvent> listener) {
        Pull pull = new Pull(models, request);
        Thread thread = new Thread(pull, "clawdbot-agent-reply");
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                Signal signal = pull.next();
                if (signal.failure() != null) {
                    throw signal.failure();
                }
                ChatEvent event = signal.event();
                if (event != null) {
                    listener.accept(event);
                }
                if (event instanceof ChatEvent.Completed completed) {
                    return completed.result();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw cancelled(interrupted);
        } finally {
            pull.close();
            thread.interrupt();
        }
    }

    static RequestCancelledException cancelled(@Nullable Throwable cause) {
        return new RequestCancelledException("The turn was cancelled", ErrorDetails.NONE, cause);
    }

    /** An event, or why there will be no more. */
    private record Signal(@Nullable ChatEvent event, @Nullable RuntimeException failure) {}

    private static final class Pull implements Runnable {

        private static final ChatStream CLOSED = new ClosedStream();

        private final ChatModels models;
        private final ChatRequest request;
        private final SynchronousQueue<Signal> signals = new SynchronousQueue<>();
        private final AtomicReference<@Nullable ChatStream> current = new AtomicReference<>();

        Pull(ChatModels models, ChatRequest request) {
            this.models = models;
            this.request = request;
        }

        /** Takes the next signal. The queue alone would not notice an interrupt while a signal is already waiting. */
        Signal next() throws InterruptedException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted between two events");
            }
            return signals.take();
        }

        @Override
        public void run() {
            try {
                pump();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        private void pump() throws InterruptedException {
            // Made before anything is waited for: when the host stops meanwhile, there is no class loader left to ask.
            Signal last = new Signal(null, new IllegalStateException("A stream ended without its last event"));
            try (ChatStream stream = models.stream(request, this::tell)) {
                if (!current.compareAndSet(null, stream)) {
                    return;
                }
                for (ChatEvent event : stream) {
                    signals.put(new Signal(event, null));
                    if (event instanceof ChatEvent.Completed) {
                        return;
                    }
                }
            } catch (RuntimeException thrown) {
                last = new Signal(null, thrown);
            } catch (Error error) {
                last = new Signal(null, new IllegalStateException("A reply could not be read", error));
            }
            signals.put(last);
        }

        /** Hands over a notice, unless the caller has left; whoever tells it must not be kept waiting. */
        private void tell(ChatEvent.Notice notice) {
            try {
                boolean unused = signals.offer(new Signal(notice, null), 1, TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            ChatStream stream = current.getAndSet(CLOSED);
            if (stream != null) {
                stream.close();
            }
        }
    }
}
