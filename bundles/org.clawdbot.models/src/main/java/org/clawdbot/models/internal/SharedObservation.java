package org.clawdbot.models.internal;

import java.util.List;
import java.util.function.Consumer;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;

/** One request as all its observers hear of it: one call at a time, and nothing after the end. */
final class SharedObservation implements ChatObservation {

    private final List<Observers.Listening> observers;
    private boolean ended;

    SharedObservation(List<Observers.Listening> observers) {
        this.observers = observers;
    }

    @Override
    public void attemptStarted(AttemptTarget target) {
        tell(observer -> observer.attemptStarted(target), false);
    }

    @Override
    public void attemptFailed(Attempt attempt) {
        tell(observer -> observer.attemptFailed(attempt), false);
    }

    @Override
    public void firstToken() {
        tell(ChatObservation::firstToken, false);
    }

    @Override
    public void notice(ChatEvent.Notice notice) {
        tell(observer -> observer.notice(notice), false);
    }

    @Override
    public void completed(ChatResult result) {
        tell(observer -> observer.completed(result), true);
    }

    @Override
    public void failed(Throwable failure) {
        tell(observer -> observer.failed(failure), true);
    }

    @Override
    public void cancelled() {
        tell(ChatObservation::cancelled, true);
    }

    private synchronized void tell(Consumer<ChatObservation> news, boolean last) {
        if (ended) {
            return;
        }
        ended = last;
        for (Observers.Listening observer : observers) {
            observer.tell(news);
        }
    }
}
