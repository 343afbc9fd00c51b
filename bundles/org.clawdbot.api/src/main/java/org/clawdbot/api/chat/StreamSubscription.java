package org.clawdbot.api.chat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Pulls a stream on behalf of a listener. */
final class StreamSubscription implements Runnable {

    private final ChatStream stream;
    private final ChatListener listener;
    private final CompletableFuture<ChatResult> future = new CompletableFuture<>();

    private StreamSubscription(ChatStream stream, ChatListener listener) {
        this.stream = stream;
        this.listener = listener;
    }

    static CompletableFuture<ChatResult> start(ChatStream stream, ChatListener listener, Executor executor) {
        StreamSubscription subscription = new StreamSubscription(stream, listener);
        CompletableFuture<ChatResult> unused = subscription.future.whenComplete((result, failure) -> stream.close());
        executor.execute(subscription);
        return subscription.future;
    }

    @Override
    public void run() {
        try (stream) {
            for (ChatEvent event : stream) {
                deliver(event);
            }
            future.completeExceptionally(new IllegalStateException("A stream ended without its last event"));
        } catch (RuntimeException | Error failure) {
            future.completeExceptionally(failure);
        }
    }

    private void deliver(ChatEvent event) {
        listener.deliver(event);
        if (event instanceof ChatEvent.Completed completed) {
            future.complete(completed.result());
        }
    }
}
