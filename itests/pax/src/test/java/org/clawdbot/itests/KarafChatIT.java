package org.clawdbot.itests;

import org.clawdbot.itests.host.KarafHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(KarafHost.class)
class KarafChatIT extends ChatTests {

    /** Runs a command as somebody who may look but not change, as the access rules of the features have it. */
    @Override
    String console(String command, Framework around) {
        return KarafConsole.type(command, around, "viewer");
    }
}
