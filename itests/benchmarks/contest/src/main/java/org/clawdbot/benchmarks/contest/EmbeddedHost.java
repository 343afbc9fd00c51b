package org.clawdbot.benchmarks.contest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Felix with the bundles of the distribution, except that the API comes from the class path, so that a plain Java program
 * can call it.
 */
final class EmbeddedHost implements Closeable {

    private static final String API = "org.clawdbot.api";
    private static final List<String> API_PACKAGES = List.of(
            "account;version=1.0.0",
            "agent;version=1.0.0",
            "auth;version=1.0.0",
            "catalog;version=1.1.0",
            "chat;version=1.1.0",
            "completions;version=1.0.0",
            "error;version=1.0.0",
            "host;version=1.0.0",
            "provider;version=1.0.0",
            "tool;version=1.0.0");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Felix framework;

    private EmbeddedHost(Felix framework) {
        this.framework = framework;
    }

    /** Starts the bundles of the folder that the system property {@code distribution} names. */
    static EmbeddedHost start(Path state) throws BundleException, IOException {
        Felix framework = new Felix(Map.of(
                Constants.FRAMEWORK_STORAGE,
                state.resolve("framework").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                String.join(
                        ",", API_PACKAGES.stream().map(name -> API + "." + name).toList()),
                "felix.log.level",
                "1",
                "org.osgi.service.log.admin.loglevel",
                "WARN",
                "felix.cm.pm",
                "memory"));
        framework.init();
        List<Bundle> installed = new ArrayList<>();
        for (String level : List.of("1", "2", "3")) {
            Path folder = Path.of(System.getProperty("distribution"), "bundles", level);
            try (Stream<Path> jars = Files.list(folder)) {
                for (Path jar : jars.sorted().toList()) {
                    if (!jar.getFileName().toString().startsWith(API + "-")) {
                        installed.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
                    }
                }
            }
        }
        framework.start();
        for (Bundle bundle : installed) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
        return new EmbeddedHost(framework);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    <T> T service(Class<T> type) throws InterruptedException {
        BundleContext context = context();
        for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end; Thread.sleep(1)) {
            ServiceReference<T> reference = context.getServiceReference(type);
            if (reference != null) {
                return context.getService(reference);
            }
        }
        throw new IllegalStateException("Nobody offers " + type);
    }

    Bundle bundle(String symbolicName) {
        return Stream.of(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        try {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(5));
        } catch (BundleException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
