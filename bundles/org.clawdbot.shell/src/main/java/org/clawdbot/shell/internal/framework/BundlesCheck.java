package org.clawdbot.shell.internal.framework;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    private final String stopCommand;

    /**
     * Looks at the bundles of this framework.
     *
     * @param context gives them
     */
    @Activate
    public BundlesCheck(BundleContext context) {
        this.context = context;
        this.unresolved = new UnresolvedBundle(context);
        String scope = context.getProperty("karaf.base") == null ? "felix:" : "bundle:";
        this.startCommand = scope + "start ";
        this.stopCommand = scope + "stop ";
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
        findings.addAll(rivals(bundles));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(bundles.size() + " bundles are resolved and started"));
        }
        return findings;
    }

    /** A newer jar that was put beside the old one, instead of over it, offers its services in vain: the old one came first. */
    private List<Finding> rivals(List<Bundle> bundles) {
        Map<String, List<Bundle>> running = bundles.stream()
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE && wantsStart(bundle))
                .sorted(Comparator.comparing(Bundle::getVersion))
                .collect(Collectors.groupingBy(Bundle::getSymbolicName, TreeMap::new, Collectors.toList()));
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> Finding.warn(
                        "The bundle " + entry.getKey() + " runs in several versions, of which one is used: "
                                + entry.getValue().stream()
                                        .map(bundle -> bundle.getVersion().toString())
                                        .collect(Collectors.joining(", ")),
                        stopCommand + entry.getValue().get(0).getBundleId()))
                .toList();
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
