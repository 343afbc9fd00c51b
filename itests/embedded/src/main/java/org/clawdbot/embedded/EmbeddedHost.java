package org.clawdbot.embedded;

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
public final class EmbeddedHost implements Closeable {

    private static final String API = "org.clawdbot.api";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Felix framework;

    private EmbeddedHost(Felix framework) {
        this.framework = framework;
    }

    /**
     * Starts the bundles of the folder that the system property {@code distribution} names. The environment of this process
     * says where their state is, as it does for the host.
     *
     * @param work an empty folder for the framework
     * @return the running host
     * @throws BundleException if a bundle does not start; says which, and what it lacks
     * @throws IOException if there is no such folder
     */
    public static EmbeddedHost start(Path work) throws BundleException, IOException {
        List<Path> jars = jars(Path.of(System.getProperty("distribution"), "bundles"));
        Path api = jars.stream().filter(EmbeddedHost::isApi).findFirst().orElseThrow();
        Felix framework = new Felix(Map.of(
                Constants.FRAMEWORK_STORAGE,
                work.resolve("framework").toString(),
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

    /**
     * The view of the framework itself.
     *
     * @return its context
     */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Waits for a service.
     *
     * @param <T> its type
     * @param type its type
     * @return the best one
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public <T> T service(Class<T> type) throws InterruptedException {
        BundleContext context = context();
        for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end; Thread.sleep(1)) {
            ServiceReference<T> reference = context.getServiceReference(type);
            if (reference != null) {
                return context.getService(reference);
            }
        }
        throw new IllegalStateException("Nobody offers " + type);
    }

    /**
     * Finds a bundle.
     *
     * @param symbolicName its name
     * @return the bundle
     */
    public Bundle bundle(String symbolicName) {
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
