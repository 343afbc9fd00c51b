package org.clawdbot.shell.internal.framework;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Which bundles are of interest: in a container there are many others, and what they lack is somebody else's business. */
final class Relevance {

    private static final String OURS = "org.clawdbot.";

    private Relevance() {}

    /** Gives our bundles and those of others that use our packages. */
    static List<Bundle> bundles(BundleContext context) {
        return Stream.of(context.getBundles()).filter(Relevance::concerns).toList();
    }

    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    static boolean anyOurs(String... names) {
        return Arrays.stream(names).anyMatch(Relevance::isOurs);
    }

    private static boolean concerns(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return isOurs(String.valueOf(bundle.getSymbolicName()))
                || (revision != null
                        && revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream()
                                .map(Relevance::filter)
                                .anyMatch(filter -> filter.contains(PackageNamespace.PACKAGE_NAMESPACE + "=" + OURS)));
    }

    private static String filter(BundleRequirement requirement) {
        return String.valueOf(requirement.getDirectives().get(PackageNamespace.REQUIREMENT_FILTER_DIRECTIVE));
    }
}
