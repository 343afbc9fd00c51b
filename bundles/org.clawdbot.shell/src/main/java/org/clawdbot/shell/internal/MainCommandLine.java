package org.clawdbot.shell.internal;

import java.util.List;
import java.util.function.ToIntFunction;
import org.clawdbot.shell.internal.terminal.ProcessTerminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The command line of the process: the launcher passes its arguments on and ends with the exit code it is given. */
@Component(name = "org.clawdbot.shell.main", service = ToIntFunction.class, property = "clawdbot.main=true")
public final class MainCommandLine implements ToIntFunction<String[]> {

    private final Shell shell;

    /**
     * Creates the command line.
     *
     * @param shell what runs the commands
     */
    @Activate
    public MainCommandLine(@Reference(name = "shell", policyOption = ReferencePolicyOption.GREEDY) Shell shell) {
        this.shell = shell;
    }

    @Override
    public int applyAsInt(String[] arguments) {
        return shell.run(List.of(arguments), new ProcessTerminal());
    }
}
