package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import org.clawdbot.itests.host.EquinoxHost;
import org.clawdbot.pax.jupiter.InContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

@Tag("equinox")
@InContainer(EquinoxHost.class)
class EquinoxResolveIT extends ResolveTests {

    @Test
    void runsInEquinoxIndeed() {
        assertThat(Framework.around(this).context().getProperty(Constants.FRAMEWORK_VENDOR))
                .isEqualTo("Eclipse");
    }
}
