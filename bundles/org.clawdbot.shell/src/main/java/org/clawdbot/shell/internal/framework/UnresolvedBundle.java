package org.clawdbot.shell.internal.framework;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Finds out which requirement keeps a bundle from being resolved. Nothing is resolved in order to find out: the answer is
 * read from what the bundles declare.
 */
final class UnresolvedBundle {

    private static final Pattern AT_LEAST = Pattern.compile("(?<!\\(!)\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

    private final BundleContext context;

    UnresolvedBundle(BundleContext context) {
        this.context = context;
    }

    /** Says what is missing, each in words such as {@code the package okhttp3 [5.1.0,6.0.0)}. */
    List<String> missing(Bundle bundle) {
        Set<Bundle> seen = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        search(bundle, seen, missing);
        return missing;
    }

    /** What only an unresolved bundle offers is missing because of what that one misses. */
    private void search(Bundle bundle, Set<Bundle> seen, List<String> missing) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || !seen.add(bundle)) {
            return;
        }
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (optional(requirement)) {
                continue;
            }
            List<BundleCapability> matching = capabilities(requirement.getNamespace())
                    .filter(requirement::matches)
                    .toList();
            if (matching.isEmpty()) {
                String by = seen.size() > 1 ? ", needed by " + bundle.getSymbolicName() : "";
                missing.add(describe(requirement) + by);
            } else if (matching.stream().noneMatch(UnresolvedBundle::isResolved)) {
                search(matching.get(0).getRevision().getBundle(), seen, missing);
            }
        }
    }

    private Stream<BundleCapability> capabilities(String namespace) {
        return Stream.of(context.getBundles())
                .map(bundle -> Optional.ofNullable(bundle.adapt(BundleRevision.class)))
                .flatMap(Optional::stream)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream());
    }

    private static boolean isResolved(BundleCapability capability) {
        return capability.getRevision().getBundle().getState() != Bundle.INSTALLED;
    }

    /** What only counts later, such as required services, does not keep a bundle from being resolved. */
    private static boolean optional(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                || "dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                || !Constants.EFFECTIVE_RESOLVE.equals(
                        directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE));
    }

    private String describe(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = String.valueOf(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE));
        Matcher name = Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]+)\\)")
                .matcher(filter);
        if (!name.find()) {
            return namespace + " " + filter;
        }
        String word = namespace.equals(PackageNamespace.PACKAGE_NAMESPACE) ? "the package " : namespace + " ";
        return word + name.group(1) + range(filter) + instead(namespace, name.group(1));
    }

    private static String range(String filter) {
        Matcher atLeast = AT_LEAST.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        String from = atLeast.find() ? atLeast.group(1) : "";
        String to = below.find() ? below.group(1) : "";
        if (from.isEmpty()) {
            return "";
        }
        return to.isEmpty() ? " " + from + " or later" : " [" + from + "," + to + ")";
    }

    /** Names the versions that are there but do not do. */
    private String instead(String namespace, String name) {
        List<String> others = capabilities(namespace)
                .filter(capability -> name.equals(capability.getAttributes().get(namespace)))
                .map(capability -> capability.getAttributes().get(Constants.VERSION_ATTRIBUTE) + " of "
                        + capability.getRevision().getBundle().getSymbolicName())
                .distinct()
                .toList();
        return others.isEmpty() ? "" : " (there is only " + String.join(", ", others) + ")";
    }
}
