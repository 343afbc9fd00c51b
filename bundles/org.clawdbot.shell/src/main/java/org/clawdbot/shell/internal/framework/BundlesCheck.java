package org.clawdbot.shell.internal.framework;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks that our bundles, and those that build on them, are resolved and started. */
@Component(name = "org.clawdbot.shell.bundles")
public final class BundlesCheck implements SelfCheck {

    private final BundleContext context;
    private final UnresolvedBundle unresolved;
    private final String startCommand;

    /**
     * Looks at the bundles of this framework.
     *
     * @param context gives them
     */
    @Activate
    public BundlesCheck(BundleContext context) {
        this.context = context;
        this.unresolved = new UnresolvedBundle(context);
        this.startCommand = context.getProperty("karaf.base") == null ? "felix:start " : "bundle:start ";
    }

    @Override
    public String topic() {
        return "parts";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        List<Bundle> bundles = Relevance.bundles(context);
        for (Bundle bundle : bundles) {
            if (bundle.getState() == Bundle.INSTALLED) {
                findings.add(unresolved(bundle));
            } else if (bundle.getState() == Bundle.RESOLVED && wantsStart(bundle)) {
                findings.add(Finding.warn(
                        "The bundle " + bundle.getSymbolicName() + " is not started",
                        startCommand + bundle.getBundleId()));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(bundles.size() + " bundles are resolved and started"));
        }
        return findings;
    }

    private Finding unresolved(Bundle bundle) {
        List<String> missing = unresolved.missing(bundle);
        String name = "The bundle " + bundle.getSymbolicName();
        if (missing.isEmpty()) {
            return Finding.fail(
                    name + " is not resolved, though every requirement could be met; two versions of one package may"
                            + " exclude each other",
                    "Let the framework say: " + startCommand + bundle.getBundleId());
        }
        return Finding.fail(
                name + " is not resolved, for want of " + String.join("; ", missing),
                "Install a bundle that offers it");
    }

    /** Fragments cannot be started, and libraries need not be. */
    private static boolean wantsStart(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        return !fragment
                && (bundle.getHeaders().get("Service-Component") != null
                        || bundle.getHeaders().get("Bundle-Activator") != null);
    }
}
