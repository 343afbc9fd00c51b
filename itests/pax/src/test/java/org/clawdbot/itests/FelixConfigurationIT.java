package org.clawdbot.itests;

import org.clawdbot.itests.host.FelixHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(FelixHost.class)
class FelixConfigurationIT extends ConfigurationTests {}
