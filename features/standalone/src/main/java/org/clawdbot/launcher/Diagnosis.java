package org.clawdbot.launcher;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Finds out why the bundles did not come up as a whole. */
final class Diagnosis {

    private static final String SERVICE_NAMESPACE = "osgi.service";

    private final BundleContext context;

    Diagnosis(BundleContext context) {
        this.context = context;
    }

    /** Returns one line for each bundle that is not active and for each service that a bundle needs and nobody offers. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (BundleSet.isFragment(bundle)) {
                continue;
            }
            if (bundle.getState() != Bundle.ACTIVE) {
                findings.add(bundle.getSymbolicName() + " does not start: " + reason(bundle));
            }
            missingServices(bundle)
                    .forEach(filter ->
                            findings.add(bundle.getSymbolicName() + " needs a service that nobody offers: " + filter));
        }
        return findings;
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "no reason known";
        } catch (BundleException e) {
            Throwable cause = e.getCause();
            return e.getMessage() + (cause == null ? "" : " (" + cause + ")");
        }
    }

    private List<String> missingServices(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return List.of();
        }
        return revision.getDeclaredRequirements(SERVICE_NAMESPACE).stream()
                .filter(requirement ->
                        !"optional".equals(requirement.getDirectives().get("resolution")))
                .map(BundleRequirement::getDirectives)
                .map(directives -> directives.get("filter"))
                .filter(this::isMissing)
                .toList();
    }

    private boolean isMissing(@Nullable String filter) {
        try {
            return filter != null && context.getAllServiceReferences(null, filter) == null;
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }
}
