package org.clawdbot.itests;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** The framework around a test method: waits for services, and says why when they do not come. */
final class Framework {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 20;

    private final BundleContext context;

    private Framework(BundleContext context) {
        this.context = context;
    }

    /** Finds the framework that a test runs in. */
    static Framework around(Object test) {
        return new Framework(FrameworkUtil.getBundle(test.getClass()).getBundleContext());
    }

    BundleContext context() {
        return context;
    }

    Diagnosis diagnosis() {
        return new Diagnosis(context);
    }

    Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findAny()
                .orElseThrow(() -> new AssertionError("There is no bundle " + symbolicName));
    }

    /** Waits for a service. */
    <S> S service(Class<S> type) {
        return service(type, null);
    }

    /** Waits for a service with certain properties. */
    <S> S service(Class<S> type, @Nullable String filter) {
        return eventually("service " + type.getSimpleName() + (filter == null ? "" : " " + filter), () -> {
            S found = find(type, filter);
            if (found == null) {
                throw new AssertionError("it is declared by " + diagnosis().declaring(type));
            }
            return found;
        });
    }

    /** Gives all services of a type that there are now. */
    <S> List<S> services(Class<S> type) {
        try {
            return context.getServiceReferences(type, null).stream()
                    .map(context::getService)
                    .filter(service -> service != null)
                    .toList();
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <S> @Nullable S find(Class<S> type, @Nullable String filter) {
        try {
            return context.getServiceReferences(type, filter).stream()
                    .sorted(Comparator.<ServiceReference<S>>naturalOrder().reversed())
                    .map(context::getService)
                    .filter(service -> service != null)
                    .findFirst()
                    .orElse(null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /** Types a command into the console as an administrator, and gives what it prints. */
    String type(String command) {
        return context.getServiceReference("org.apache.karaf.shell.api.console.SessionFactory") == null
                ? GogoConsole.type(command, this)
                : KarafConsole.type(command, this, KarafConsole.ADMINISTRATOR);
    }

    /** Hands a configuration to ConfigurationAdmin, unless it is there already. */
    void configure(String pid, Map<String, ?> values) throws IOException {
        service(ConfigurationAdmin.class)
                .getConfiguration(pid, "?")
                .updateIfDifferent(FrameworkUtil.asDictionary(values));
    }

    /** Wires a bundle and those that use its packages anew; what an update left of their former contents goes. */
    void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        refreshed.countDown();
                    }
                });
        if (!refreshed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(bundle + " was not refreshed in time" + diagnosis());
        }
    }

    List<Bundle> running() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .toList();
    }

    /**
     * Starts bundles that ought to run. Felix gives up a start, with "Unable to acquire global lock for resolve", where
     * another thread resolves the same bundle at that moment, and leaves it to the caller to start it again.
     */
    void startAgain(List<Bundle> bundles) {
        bundles.stream().filter(bundle -> bundle.getState() != Bundle.ACTIVE).forEach(this::startAgain);
    }

    private void startAgain(Bundle bundle) {
        eventually("start of " + bundle, () -> {
            try {
                bundle.start(Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                throw new IllegalStateException(e);
            }
            return bundle;
        });
    }

    /** Tries until it works; the framework is still busy with what the test changed. */
    <T> T eventually(String what, Supplier<T> attempt) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException | AssertionError e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(
                            "After " + PATIENCE.toSeconds() + " s there is no " + what + ": " + e.getMessage()
                                    + diagnosis(),
                            e);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
