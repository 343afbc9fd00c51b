package org.clawdbot.itests;

import org.clawdbot.itests.host.KarafOperationsHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(KarafOperationsHost.class)
class KarafOperationsIT extends OperationsTests {}
