package org.clawdbot.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.host.StateFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs bundles from where they lie and has them started. */
final class BundleSet {

    private final Framework framework;
    private final boolean once;
    private final List<Bundle> toStart = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    /**
     * Has nothing in it yet.
     *
     * @param once whether the framework is started once and never changes its level, so that nothing needs to be marked
     */
    BundleSet(Framework framework, boolean once) {
        this.framework = framework;
        this.once = once;
    }

    void install(Distribution distribution, int highestLevel) throws HostException {
        for (Map.Entry<Integer, List<Path>> level :
                distribution.bundlesUpTo(highestLevel).entrySet()) {
            install(level.getKey(), level.getValue());
        }
    }

    /** Installs the bundles the user has added; in a host that stays File Install does it. */
    void installDeployed(StateFolder state) {
        Path folder = state.resolve("deploy");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            install(FrameworkSettings.DEPLOY_LEVEL, Distribution.jarsIn(folder));
        } catch (IOException e) {
            Logging.LOG.log(Level.WARNING, folder + " cannot be read", e);
        }
    }

    /** Wires all of them at once, which takes less than half as long as one after the other when each is started. */
    void resolve() {
        framework.adapt(FrameworkWiring.class).resolveBundles(null);
    }

    /** Starts those in turn that the framework does not start by itself: each mark would be a file written. */
    void start() {
        for (Bundle bundle : toStart) {
            try {
                bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException e) {
                Logging.LOG.log(Level.WARNING, bundle.getSymbolicName() + " does not start", e);
            }
        }
    }

    /** Says of each jar that is no bundle why not. */
    List<String> rejected() {
        return List.copyOf(rejected);
    }

    private void install(int level, List<Path> jars) {
        framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(level);
        for (Path jar : jars) {
            try {
                Bundle bundle = framework.getBundleContext().installBundle("reference:" + jar.toUri());
                if (isFragment(bundle)) {
                    continue;
                }
                if (once) {
                    toStart.add(bundle);
                } else {
                    bundle.start(Bundle.START_ACTIVATION_POLICY); // when its level is reached
                }
            } catch (BundleException e) {
                rejected.add(jar + ": " + e.getMessage());
                Logging.LOG.log(Level.WARNING, jar + " is not installed", e);
            }
        }
    }

    static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
