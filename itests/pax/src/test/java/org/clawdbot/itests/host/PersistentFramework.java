package org.clawdbot.itests.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.clawdbot.api.chat.ChatModels;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The framework of the class path with the bundles of our features, started from what it kept of its last run. The API comes
 * from the class path, so that tests can call it from outside.
 */
final class PersistentFramework implements AutoCloseable {

    private static final String API = "org.clawdbot.api";
    private static final String STATE = "clawdbot.state.dir";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long STOP_MILLIS = 10_000;

    private final Path work;
    private final BuildRepository repository = BuildRepository.ofBuild();
    private final Optional<String> formerState = Optional.ofNullable(System.getProperty(STATE));

    private Framework framework;

    /** Installs everything into an empty folder, and starts it. */
    PersistentFramework(Path work) throws BundleException, IOException {
        this.work = work;
        System.setProperty(STATE, work.resolve("state").toString());
        framework = create();
        framework.init();
        for (String url : bundles()) {
            if (!url.contains("/" + API + "/")) {
                framework
                        .getBundleContext()
                        .installBundle("reference:" + repository.file(url).toUri())
                        .start(Bundle.START_ACTIVATION_POLICY);
            }
        }
        framework.start();
    }

    /** Ends the framework, and starts another one from what it left; nothing is installed. */
    void restart() throws BundleException, InterruptedException, IOException {
        stop();
        framework = create();
        framework.start();
    }

    /** Ends the framework; gives when it has ended. */
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        FrameworkEvent end = framework.waitForStop(STOP_MILLIS);
        if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
            throw new AssertionError("The framework did not stop in " + STOP_MILLIS + " ms");
        }
    }

    private Framework create() throws IOException {
        return ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        work.resolve("framework").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        exports(repository.file(repository.url("org.clawdbot", API)))
                                + ",org.osgi.service.cm;version=1.6.1",
                        "org.osgi.service.log.admin.loglevel",
                        "WARN"));
    }

    private Set<String> bundles() {
        Set<String> urls = new LinkedHashSet<>();
        urls.add(repository.url("org.apache.felix", "org.apache.felix.configadmin"));
        urls.add(repository.url("org.apache.felix", "org.apache.felix.gogo.runtime"));
        String features = repository.url("org.clawdbot", "clawdbot-karaf") + "/xml/features";
        urls.addAll(FeatureFile.read(repository.file(features)).bundles(Host.FEATURES));
        return urls;
    }

    /** What a bundle exports, in the words of its own manifest. */
    private static String exports(Path bundle) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
        }
    }

    /** Lists the bundles besides the framework itself, each with its version and where it came from. */
    List<String> installed() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getBundleId() > 0)
                .map(bundle -> bundle + " from " + bundle.getLocation())
                .toList();
    }

    /** Lists the bundles that do not run though they ought to. */
    List<Bundle> idle() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .toList();
    }

    /** Lists our services by what they are and who offers them; one that is there twice is listed twice. */
    List<String> services() {
        try {
            ServiceReference<?>[] all = framework
                    .getBundleContext()
                    .getAllServiceReferences(null, "(|(objectClass=org.clawdbot.*)(osgi.command.scope=*))");
            return Stream.of(Objects.requireNonNull(all))
                    .filter(each ->
                            String.valueOf(each.getBundle().getSymbolicName()).startsWith("org.clawdbot."))
                    .map(each -> String.join(" ", (String[]) each.getProperty(Constants.OBJECTCLASS)) + " of "
                            + each.getProperty("component.name") + " " + each.getProperty("osgi.command.scope") + " "
                            + each.getProperty("osgi.command.function"))
                    .sorted()
                    .toList();
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Waits for a service; says what the framework has if it does not come. */
    <S> S service(Class<S> type) {
        return eventually(() -> {
            BundleContext context = framework.getBundleContext();
            ServiceReference<S> reference = context.getServiceReference(type);
            S service = reference == null ? null : context.getService(reference);
            if (service == null) {
                throw new AssertionError(
                        "Nobody offers " + type + "; idle are " + idle() + ", there are " + services());
            }
            return service;
        });
    }

    ChatModels models() {
        return service(ChatModels.class);
    }

    /** Tries until it works: a framework that has just started is still busy. */
    static <T> T eventually(Supplier<T> attempt) {
        for (long end = System.nanoTime() + PATIENCE_NANOS; ; ) {
            try {
                return attempt.get();
            } catch (RuntimeException | AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws BundleException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        formerState.ifPresentOrElse(former -> System.setProperty(STATE, former), () -> System.clearProperty(STATE));
    }
}
