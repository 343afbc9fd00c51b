package org.clawdbot.itests;

import org.clawdbot.itests.host.KarafHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(KarafHost.class)
class KarafSwapLoadIT extends SwapLoadTests {}
