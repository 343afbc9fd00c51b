package org.clawdbot.launcher;

import java.io.PrintStream;
import org.clawdbot.api.host.StateFolder;

/** Entry point of the standalone host. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param args the command line; the command sees it unchanged
     */
    public static void main(String[] args) {
        System.exit(run(Arguments.parse(args), System.out, System.err));
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        try {
            if (arguments.isVersion()) {
                out.println("clawdbot " + version());
                return 0;
            }
            WarmUp.begin();
            RunOptions options = arguments.isRun() ? RunOptions.parse(arguments.afterCommand()) : null;
            StateFolder state = locateState(arguments);
            LogLevels levels = LogLevels.ofProcess(err);
            Logging.install(state, levels, err);
            try (Host host = Host.prepare(Distribution.ofProcess(), state, levels, options)) {
                return options == null ? host.runOnce(arguments.all(), out, err) : host.runUntilStopped(options, err);
            }
        } catch (UsageException e) {
            err.println("clawdbot: " + e.getMessage());
            ErrorDocument.print(out, arguments.all(), "usage", String.valueOf(e.getMessage()));
            return WRONG_USAGE;
        } catch (HostException e) {
            err.println("clawdbot: " + e.text());
            ErrorDocument.print(out, arguments.all(), e.code(), e.text());
            return FAILED;
        }
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(unknown version)" : version;
    }

    /** Makes the folder known to the bundles as well, so that all agree even if one changes the working folder. */
    static StateFolder locateState(Arguments arguments) throws HostException {
        try {
            String named = arguments.stateDir();
            if (named != null) {
                System.setProperty(StateFolder.PROPERTY, named);
            }
            StateFolder state = StateFolder.ofProcess();
            System.setProperty(StateFolder.PROPERTY, state.path().toString());
            return state;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw HostException.stateFolder("the state folder cannot be found: " + e.getMessage(), e);
        }
    }
}
