package org.clawdbot.api.diagnosis;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at one thing that can be wrong, and says what to do about it. A whiteboard: register a service of this type, and
 * {@code clawdbot doctor} shows what it finds.
 *
 * <p>Checks run at the same time, each on a thread of its own, and whoever asks gives up on one that takes more than a
 * few seconds by interrupting it. A check changes nothing.
 */
@ConsumerType
public interface SelfCheck {

    /**
     * Names what is looked at. Findings of the same topic are shown together.
     *
     * @return one or two words in lower case, such as {@code network}
     */
    String topic();

    /**
     * Tells whether {@link #run()} talks to a server, so that it can be left out where there is no network.
     *
     * @return whether anything is sent to another machine
     */
    boolean remote();

    /**
     * Looks.
     *
     * @return what was found, the good things included; never a secret. Empty if there is nothing to look at
     * @throws InterruptedException if the caller no longer waits
     */
    List<Finding> run() throws InterruptedException;
}
