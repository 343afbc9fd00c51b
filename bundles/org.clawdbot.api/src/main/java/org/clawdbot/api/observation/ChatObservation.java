package org.clawdbot.api.observation;

import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears how one request goes on; implement what is of interest.
 *
 * <p>One call at a time, on the thread that brings it about: mostly the caller's, but another one for notices and for a
 * stream that is closed or pulled there. Exactly one of {@link #completed}, {@link #failed} and {@link #cancelled} comes
 * last, and it comes as soon as the caller pulls the end of the stream or closes it.
 */
@ConsumerType
public interface ChatObservation {

    /** Hears nothing. */
    ChatObservation NONE = new ChatObservation() {};

    /**
     * Hears that a model is asked now. Tries of the transport with the same target are one to the observer; they are told
     * as notices, and in the attempts of the result.
     *
     * @param target whom this try asks
     */
    default void attemptStarted(AttemptTarget target) {}

    /**
     * Hears that a try failed; another may follow. A try can fail before it started, such as for want of a credential.
     *
     * @param attempt which try and why
     */
    default void attemptFailed(Attempt attempt) {}

    /** Hears that a streamed reply begins: the first token is there, whether or not the caller has pulled it yet. */
    default void firstToken() {}

    /**
     * Hears what the user may want to know meanwhile, such as a cold model or a fallback.
     *
     * @param notice what the user is told
     */
    default void notice(ChatEvent.Notice notice) {}

    /**
     * Hears that the request ended with a whole reply.
     *
     * @param result the reply with its cost and attempts; its text, reasoning and tool calls are private to the user
     */
    default void completed(ChatResult result) {}

    /**
     * Hears that the request failed for good.
     *
     * @param failure what the caller is thrown: a {@link org.clawdbot.api.error.ModelException}, or anything else where a
     *     part is broken
     */
    default void failed(Throwable failure) {}

    /** Hears that the caller gave up: it closed the stream before its end, or was interrupted. */
    default void cancelled() {}
}
