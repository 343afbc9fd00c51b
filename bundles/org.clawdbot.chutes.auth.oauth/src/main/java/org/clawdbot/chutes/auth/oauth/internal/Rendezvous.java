package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/** Where the sign-in meets its answer, whether a browser or the user brings it. */
final class Rendezvous implements AutoCloseable {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final LoginAttempt login;
    private @Nullable CallbackListener listener;
    private @Nullable PastePrompt prompt;
    private @Nullable Arrival arrival;

    Rendezvous(LoginAttempt login) {
        this.login = login;
    }

    /** What may happen while waiting. */
    private sealed interface Event {

        record Came(Arrival arrival) implements Event {}

        record NobodyAnswers() implements Event {}

        record Stopped() implements Event {}
    }

    /** Listens for the browser. */
    void listen(Redirect redirect) throws IOException {
        if (redirect.address() == null) {
            throw new IOException(
                    "\"localhost\" is a name that may lead elsewhere; only 127.0.0.1 and [::1] are listened to");
        }
        listener = CallbackListener.open(
                redirect.address(), redirect, login.state(), came -> events.add(new Event.Came(came)));
    }

    boolean listening() {
        return listener != null;
    }

    /** Asks the user for the answer. */
    void prompt(SignInDialog dialog) {
        prompt = PastePrompt.open(
                dialog,
                login.state(),
                came -> events.add(new Event.Came(came)),
                () -> events.add(new Event.NobodyAnswers()));
    }

    /** Ends the waiting from another thread. */
    void stop() {
        events.add(new Event.Stopped());
    }

    /**
     * Waits for whoever comes first.
     *
     * @param callback how long to listen
     * @param paste how long to wait altogether where the user can still bring the answer
     * @return the answer, or empty if none came
     */
    Optional<Arrival> await(Duration callback, Duration paste) throws InterruptedException {
        long begun = System.nanoTime();
        while (listener != null || prompt != null) {
            Duration patience = listener != null ? callback : paste;
            long left = patience.toNanos() - (System.nanoTime() - begun);
            Event event = events.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (event instanceof Event.Came came) {
                arrival = came.arrival();
                return Optional.of(came.arrival());
            } else if (event instanceof Event.NobodyAnswers) {
                prompt = null;
            } else if (event instanceof Event.Stopped) {
                throw new RequestCancelledException(
                        "The sign-in was cancelled, because the part of the host that did it was stopped or replaced",
                        ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER),
                        null);
            } else if (listener != null && paste.compareTo(callback) > 0) {
                listener = closed(listener);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Frees the port and stops asking. */
    @Override
    public void close() {
        if (prompt != null) {
            prompt.close();
        }
        if (arrival != null) {
            arrival.page().complete(CallbackPage.failed("It was cancelled."));
        }
        for (Event late = events.poll(); late != null; late = events.poll()) {
            if (late instanceof Event.Came came) {
                came.arrival().page().complete(CallbackPage.over());
            }
        }
        if (listener != null) {
            listener = closed(listener);
        }
    }

    private static @Nullable CallbackListener closed(CallbackListener listener) {
        listener.close();
        return null;
    }
}
