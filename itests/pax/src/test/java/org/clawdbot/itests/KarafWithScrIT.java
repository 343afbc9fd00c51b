package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.clawdbot.itests.host.KarafWithScrHost;
import org.clawdbot.pax.jupiter.InContainer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

@InContainer(KarafWithScrHost.class)
class KarafWithScrIT extends ResolveTests {

    @Test
    void leavesDeclarativeServicesToTheHost() {
        assertThat(Arrays.stream(Framework.around(this).context().getBundles())
                        .filter(bundle -> bundle.getSymbolicName().equals("org.apache.felix.scr")))
                .extracting(Bundle::getLocation)
                .as("the one of Karaf's feature 'scr', and none of ours")
                .containsExactly("mvn:org.apache.felix/org.apache.felix.scr/2.2.6");
    }
}
