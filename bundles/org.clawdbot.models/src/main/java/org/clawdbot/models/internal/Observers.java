package org.clawdbot.models.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ChatObserver;
import org.clawdbot.api.observation.ObservedRequest;

/** Whoever watches requests. One that throws harms nobody, and is complained about once. */
final class Observers {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();

    void add(ChatObserver observer) {
        watchers.add(new Watcher(observer, new AtomicBoolean()));
    }

    void remove(ChatObserver observer) {
        watchers.removeIf(watcher -> watcher.observer() == observer);
    }

    /** Tells that a request begins; nothing is made of it where nobody watches. */
    ChatObservation started(Supplier<ObservedRequest> request) {
        if (watchers.isEmpty()) {
            return ChatObservation.NONE;
        }
        ObservedRequest begun = request.get();
        List<Listening> listening = watchers.stream()
                .map(watcher -> watcher.started(begun))
                .filter(each -> each.observation() != ChatObservation.NONE)
                .toList();
        return listening.isEmpty() ? ChatObservation.NONE : new SharedObservation(listening);
    }

    /** Tells how a request ended that has no reply. */
    static void tellEnd(ChatObservation observation, Throwable failure) {
        if (failure instanceof RequestCancelledException) {
            observation.cancelled();
        } else {
            observation.failed(failure);
        }
    }

    /** What one watcher made of one request. */
    record Listening(Watcher watcher, ChatObservation observation) {

        void tell(Consumer<ChatObservation> news) {
            watcher.guard(() -> news.accept(observation));
        }
    }

    /** A watcher, and whether it was complained about. */
    record Watcher(ChatObserver observer, AtomicBoolean complained) {

        Listening started(ObservedRequest request) {
            ChatObservation[] made = {ChatObservation.NONE};
            guard(() -> {
                ChatObservation observation = observer.started(request);
                made[0] = observation == null ? ChatObservation.NONE : observation;
            });
            return new Listening(this, made[0]);
        }

        void guard(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException | LinkageError e) {
                if (complained.compareAndSet(false, true)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "The observer " + observer.getClass().getName()
                                    + " failed; it is called all the same, and no more is said about it",
                            e);
                }
            }
        }
    }
}
