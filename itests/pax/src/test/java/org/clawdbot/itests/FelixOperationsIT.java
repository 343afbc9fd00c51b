package org.clawdbot.itests;

import org.clawdbot.itests.host.FelixOperationsHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(FelixOperationsHost.class)
class FelixOperationsIT extends OperationsTests {}
