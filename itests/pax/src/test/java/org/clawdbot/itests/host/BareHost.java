package org.clawdbot.itests.host;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainerFactory;
import org.ops4j.pax.exam.nat.internal.NativeTestContainerFactory;

/**
 * A framework and nothing else, in the JVM of the tests, with the bundles of our features and what Karaf would have had
 * already. Which framework it is, the class path decides: there is one on it (see the executions in {@code pom.xml}).
 */
abstract class BareHost extends Host {

    private final String[] features;

    BareHost(String name, String... features) {
        super(name);
        this.features = features;
    }

    @Override
    public final TestContainerFactory factory() {
        return new NativeTestContainerFactory();
    }

    @Override
    final void addHost(List<Option> options) {
        options.add(systemProperty("pax.exam.invoker").value("jupiter"));
        // Otherwise it takes over java.util.logging of this JVM, which is configured already.
        options.add(systemProperty("org.ops4j.pax.logging.skipJUL").value("true"));
        options.add(workingDirectory(work("framework").toString()));
        options.add(cleanCaches(true));
        Set<String> urls = new LinkedHashSet<>();
        urls.add(repository.url("org.apache.felix", "org.apache.felix.configadmin"));
        urls.add(repository.url("org.apache.felix", "org.apache.felix.gogo.runtime"));
        urls.addAll(testLibraries());
        urls.addAll(FeatureFile.read(repository.file(featuresUrl())).bundles(features));
        urls.addAll(ownBundles());
        for (String url : urls) {
            options.add(bundle("reference:" + repository.file(url).toUri()));
        }
    }

    /** Lists what a test wants besides; here nothing. */
    List<String> ownBundles() {
        return List.of();
    }
}
