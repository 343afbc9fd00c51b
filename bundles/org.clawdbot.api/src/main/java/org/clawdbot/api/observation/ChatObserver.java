package org.clawdbot.api.observation;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of every request that goes through {@link org.clawdbot.api.chat.ChatModels}; register one as a service to be told.
 *
 * <p>Safe for any number of threads. What an observer throws is logged once and changes nothing for the request; what it
 * takes long for, the request waits for.
 */
@ConsumerType
@FunctionalInterface
public interface ChatObserver {

    /**
     * Hears that a request begins, on the thread of the caller and before anything is looked up or sent.
     *
     * @param request the request; what of it is private is said there
     * @return what hears the rest of this request; {@link ChatObservation#NONE} for a request of no interest
     */
    ChatObservation started(ObservedRequest request);
}
