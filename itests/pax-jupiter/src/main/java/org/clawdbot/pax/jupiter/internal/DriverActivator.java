package org.clawdbot.pax.jupiter.internal;

import java.util.Map;
import org.ops4j.pax.exam.ProbeInvokerFactory;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Offers the driver to Pax Exam's extender, which looks for it by name when it finds a probe. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class DriverActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        ProbeInvokerFactory factory = (probe, test) -> JupiterProbeInvoker.of((BundleContext) probe, test);
        context.registerService(
                ProbeInvokerFactory.class, factory, FrameworkUtil.asDictionary(Map.of("driver", "jupiter")));
    }

    @Override
    public void stop(BundleContext context) {}
}
