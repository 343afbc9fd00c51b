package org.clawdbot.api.chat;

import org.osgi.annotation.versioning.ConsumerType;

/** Follows a reply by callbacks, one at a time and in order. Implement what is of interest. */
@ConsumerType
public interface ChatListener {

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
