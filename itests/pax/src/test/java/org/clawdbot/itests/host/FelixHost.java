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

/** Bare Felix in the JVM of the tests, with the bundles of our features and what Karaf would have had already. */
public final class FelixHost extends Host {

    public FelixHost() {
        super("felix");
    }

    @Override
    public TestContainerFactory factory() {
        return new NativeTestContainerFactory();
    }

    @Override
    void addHost(List<Option> options) {
        options.add(systemProperty("pax.exam.invoker").value("jupiter"));
        // Otherwise it takes over java.util.logging of this JVM, which is configured already.
        options.add(systemProperty("org.ops4j.pax.logging.skipJUL").value("true"));
        options.add(workingDirectory(work("framework").toString()));
        options.add(cleanCaches(true));
        Set<String> urls = new LinkedHashSet<>();
        urls.add(repository.url("org.apache.felix", "org.apache.felix.configadmin"));
        urls.add(repository.url("org.apache.felix", "org.apache.felix.gogo.runtime"));
        urls.addAll(testLibraries());
        urls.addAll(FeatureFile.read(repository.file(featuresUrl())).bundles(FEATURES));
        for (String url : urls) {
            options.add(bundle("reference:" + repository.file(url).toUri()));
        }
    }
}
