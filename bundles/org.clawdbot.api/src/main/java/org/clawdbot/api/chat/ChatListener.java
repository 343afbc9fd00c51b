package org.clawdbot.api.chat;

import org.osgi.annotation.versioning.ConsumerType;

/** Follows a reply by callbacks, one at a time and in order. Implement what is of interest. */
@ConsumerType
public interface ChatListener {

    /**
     * Calls the methods that an event is for; whoever pulls a stream on behalf of a listener calls this for each event.
     *
     * @param event the event
     */
    default void deliver(ChatEvent event) {
        onEvent(event);
        if (event instanceof ChatEvent.TextDelta delta) {
            onText(delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            onReasoning(delta.text());
        } else if (event instanceof ChatEvent.Completed completed) {
            onCompleted(completed.result());
        }
    }

    /**
     * Takes any event, before the method for its kind is called.
     *
     * @param event the event
     */
    default void onEvent(ChatEvent event) {}

    /**
     * Takes more text of the answer.
     *
     * @param text the piece
     */
    default void onText(String text) {}

    /**
     * Takes more of what the model thinks.
     *
     * @param text the piece
     */
    default void onReasoning(String text) {}

    /**
     * Takes the whole reply; nothing follows.
     *
     * @param result the reply
     */
    default void onCompleted(ChatResult result) {}
}
