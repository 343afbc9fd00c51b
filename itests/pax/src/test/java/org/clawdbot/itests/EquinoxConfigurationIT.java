package org.clawdbot.itests;

import org.clawdbot.itests.host.EquinoxHost;
import org.clawdbot.pax.jupiter.InContainer;
import org.junit.jupiter.api.Tag;

@Tag("equinox")
@InContainer(EquinoxHost.class)
class EquinoxConfigurationIT extends ConfigurationTests {}
