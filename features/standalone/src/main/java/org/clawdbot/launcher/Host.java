package org.clawdbot.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.clawdbot.api.host.StateFolder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * A framework with its bundles, from its start to its orderly end. The end also comes when the JVM is asked to stop;
 * then it is waited for some seconds only.
 */
final class Host implements AutoCloseable {

    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;
    private static final String NO_COMMANDS =
            "no commands here, because a part of this installation is missing or does not start";
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Distribution distribution;
    private final StateFolder state;
    private final CacheFolder cache;
    private final Framework framework;
    private volatile boolean closed;

    private Host(Distribution distribution, StateFolder state, CacheFolder cache, Map<String, Object> settings) {
        this.distribution = distribution;
        this.state = state;
        this.cache = cache;
        this.framework = new Felix(settings);
    }

    /** Makes a host that is not started yet; without options it is for a single command. */
    static Host prepare(Distribution distribution, StateFolder state, LogLevels levels, @Nullable RunOptions options)
            throws HostException {
        try {
            CacheFolder cache = options == null ? CacheFolder.inMemory(state) : CacheFolder.onDisk(state);
            Map<String, Object> settings = options == null
                    ? FrameworkSettings.forCommand(cache.path(), levels)
                    : FrameworkSettings.forRun(cache.path(), levels, state, options, distribution.home());
            Host host = new Host(distribution, state, cache, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(host::close, "clawdbot-shutdown"));
            return host;
        } catch (IOException e) {
            throw HostException.stateFolder(
                    "the state folder " + state + " cannot be used (" + e
                            + "); name another one with --state-dir or CLAWDBOT_STATE_DIR",
                    e);
        }
    }

    /** Carries one command out and returns its exit code. */
    int runOnce(List<String> args, PrintStream out, PrintStream err) throws HostException {
        return quietWhenClosed(() -> command(args, out, err));
    }

    /** Gives what the framework offers while it is started. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Keeps the host up until it is told to stop, and returns the exit code. */
    int runUntilStopped(RunOptions options, PrintStream err) throws HostException {
        return quietWhenClosed(() -> stay(options, err));
    }

    private int command(List<String> args, PrintStream out, PrintStream err) throws HostException {
        BundleSet bundles = start(FrameworkSettings.DEPLOY_LEVEL, true);
        MainService main = MainService.find(framework.getBundleContext());
        if (main == null && closed) {
            return INTERRUPTED;
        }
        if (main == null) {
            err.println("clawdbot: " + NO_COMMANDS);
            err.println("  nobody offers " + MainService.WANTED + ", as org.clawdbot.shell does");
            report(bundles, err);
            err.println("  bundles come from " + distribution.bundles() + ", the log is in " + state.resolve("logs"));
            ErrorDocument.print(out, args, "host", NO_COMMANDS);
            return FAILED;
        }
        try {
            return main.run(args);
        } catch (RuntimeException | LinkageError e) {
            if (closed) {
                return INTERRUPTED;
            }
            Logging.LOG.log(Level.ERROR, "the command failed unexpectedly", e);
            err.println("clawdbot: unexpected failure, a defect: " + e + "\n  details: " + state.resolve("logs"));
            ErrorDocument.print(out, args, "internal", "Unexpected failure, a defect: " + e);
            return FAILED;
        }
    }

    private int stay(RunOptions options, PrintStream err) throws HostException {
        // JLine looks for its parts through the class loader of the thread, or without one through its own, which has
        // them.
        Thread.currentThread().setContextClassLoader(null);
        BundleSet bundles = start(FrameworkSettings.RUN_LEVEL, false);
        report(bundles, err);
        err.println("clawdbot is running; bundles (.jar) and settings (.cfg, .config) in " + state.resolve("deploy")
                + " are taken up. " + (options.console() ? "'exit' or Ctrl-D" : "Ctrl-C") + " stops it.");
        try {
            framework.waitForStop(0);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Stops the framework and removes its cache. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            framework.stop();
            framework.waitForStop(PATIENCE.toMillis());
        } catch (BundleException e) {
            Logging.LOG.log(Level.WARNING, "the framework did not stop in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cache.close();
    }

    /** When the JVM goes down in the middle of something, that fails in many ways, of which the user need not hear. */
    private int quietWhenClosed(Work work) throws HostException {
        try {
            return work.run();
        } catch (RuntimeException | LinkageError | HostException e) {
            if (closed) {
                return INTERRUPTED;
            }
            throw e;
        }
    }

    private BundleSet start(int level, boolean once) throws HostException {
        try {
            framework.init();
            BundleSet bundles = new BundleSet(framework, once);
            bundles.install(distribution, level);
            if (once) {
                bundles.installDeployed(state);
            }
            bundles.resolve();
            framework.start();
            bundles.start();
            return bundles;
        } catch (BundleException e) {
            throw new HostException("the OSGi framework does not start: " + e.getMessage(), e);
        }
    }

    private void report(BundleSet bundles, PrintStream err) {
        bundles.rejected().forEach(line -> err.println("  " + line));
        findings().forEach(line -> err.println("  " + line));
    }

    /** Finds nothing in a framework that is stopped meanwhile, as by a console whose input ends at once. */
    private List<String> findings() {
        List<String> findings = List.of();
        try {
            if (framework.getState() == Bundle.ACTIVE) {
                findings = new Diagnosis(framework.getBundleContext()).findings();
            }
        } catch (IllegalStateException e) {
            if (framework.getState() == Bundle.ACTIVE) {
                throw e;
            }
        }
        return framework.getState() == Bundle.ACTIVE ? findings : List.of();
    }

    /** What the main thread does. */
    private interface Work {
        int run() throws HostException;
    }
}
