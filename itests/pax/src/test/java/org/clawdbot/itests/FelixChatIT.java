package org.clawdbot.itests;

import org.clawdbot.itests.host.FelixHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(FelixHost.class)
class FelixChatIT extends ChatTests {

    @Override
    String console(String command, Framework around) {
        return GogoConsole.type(command, around);
    }
}
