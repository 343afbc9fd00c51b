package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** What must hold for the bundles as they are installed, before anything is configured. */
abstract class ResolveTests {

    private BundleContext context;

    @BeforeEach
    void findFramework() {
        context = FrameworkUtil.getBundle(getClass()).getBundleContext();
    }

    @Test
    void startsEveryBundle() {
        List<Bundle> idle = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .toList();

        assertThat(idle).isEmpty();
    }
}
