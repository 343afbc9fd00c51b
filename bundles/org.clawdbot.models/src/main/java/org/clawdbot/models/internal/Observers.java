package org.clawdbot.models.internal;

import java.util.ArrayList;
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
        List<Listening> listening = new ArrayList<>(watchers.size());
        for (Watcher watcher : watchers) {
            ChatObservation observation = watcher.started(begun);
            if (observation != ChatObservation.NONE) {
                listening.add(new Listening(watcher, observation));
            }
        }
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
            try {
                news.accept(observation);
            } catch (RuntimeException | LinkageError e) {
                watcher.complain(e);
            }
        }
    }

    /** A watcher, and whether it was complained about. */
    record Watcher(ChatObserver observer, AtomicBoolean complained) {

        ChatObservation started(ObservedRequest request) {
            try {
                ChatObservation observation = observer.started(request);
                return observation == null ? ChatObservation.NONE : observation;
            } catch (RuntimeException | LinkageError e) {
                complain(e);
                return ChatObservation.NONE;
            }
        }

        void complain(Throwable failure) {
            if (complained.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The observer " + observer.getClass().getName()
                                + " failed; it is called all the same, and no more is said about it",
                        failure);
            }
        }
    }
}
