package org.clawdbot.benchmarks.contest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
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
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Felix framework;

    private EmbeddedHost(Felix framework) {
        this.framework = framework;
    }

    /** Starts the bundles of the folder that the system property {@code distribution} names. */
    static EmbeddedHost start(Path state) throws BundleException, IOException {
        List<Path> jars = jars(Path.of(System.getProperty("distribution"), "bundles"));
        Path api = jars.stream().filter(EmbeddedHost::isApi).findFirst().orElseThrow();
        Felix framework = new Felix(Map.of(
                Constants.FRAMEWORK_STORAGE,
                state.resolve("framework").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                packages(api),
                "felix.log.level",
                "1",
                "org.osgi.service.log.admin.loglevel",
                "WARN",
                "felix.cm.pm",
                "memory"));
        framework.init();
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : jars) {
            if (!isApi(jar)) {
                installed.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
            }
        }
        framework.start();
        for (Bundle bundle : installed) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
        return new EmbeddedHost(framework);
    }

    /** The jars of the start levels that every command has, lowest level first; the console is not among them. */
    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String level : List.of("1", "2", "3")) {
            try (Stream<Path> files = Files.list(folder.resolve(level))) {
                files.sorted().forEach(jars::add);
            }
        }
        return jars;
    }

    private static boolean isApi(Path jar) {
        return jar.getFileName().toString().startsWith(API + "-");
    }

    /** What the API exports, in the words of its own manifest. */
    private static String packages(Path api) throws IOException {
        try (JarFile jar = new JarFile(api.toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
        }
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
