package org.clawdbot.shell.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandRunner;
import org.clawdbot.shell.internal.cli.Completion;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.command.Commands;
import org.clawdbot.shell.internal.terminal.Terminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Runs commands for both front ends, with whatever parts there are: a command line that says what is missing is the last
 * part that may be missing itself.
 */
@Component(name = "org.clawdbot.shell.commands", service = Shell.class)
public final class Shell {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Parts parts;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RunningCommands running = new RunningCommands();

    /**
     * Creates the shell.
     *
     * @param parts what the commands use
     */
    @Activate
    public Shell(@Reference(name = "parts", policyOption = ReferencePolicyOption.GREEDY) Parts parts) {
        this.parts = parts;
    }

    /** Interrupts what still runs and lets it clean up, so that the host can go down. */
    @Deactivate
    void stop() {
        stopped.countDown();
        running.interrupt(PATIENCE);
    }

    /** Runs one command and gives its exit code; never throws. */
    public int run(List<String> words, Terminal terminal) {
        boolean outermost = running.begin();
        try {
            int exitCode = new CommandRunner(Commands.TREE, context(terminal)).run(words);
            boolean cutShort = stopped.getCount() == 0 && exitCode == ExitCode.FAILED;
            return cutShort ? ExitCode.INTERRUPTED : exitCode;
        } finally {
            if (outermost) {
                running.end();
            }
        }
    }

    /** Gives what may stand in the place of the last word of a command line, each with a description. */
    public Map<String, String> complete(List<String> words, Terminal terminal) {
        return new Completion(Commands.TREE, context(terminal)).candidates(words);
    }

    private CommandContext context(Terminal terminal) {
        return new CommandContext(parts, terminal, Clock.systemUTC(), System::getProperty, stopped);
    }
}
