package org.clawdbot.shell.internal.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}. */
@Command(name = "doctor", description = "Check what can be wrong and say what to do about it.")
final class DoctorCommand extends ShellCommand {

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    DoctorCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected boolean toleratesProblems() {
        return true;
    }

    @Override
    protected int run() {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ConfigurationCheck.run(parts().configuration()));
        findings.addAll(StateFolderCheck.run(stateFolder()));
        findings.addAll(CredentialsCheck.run(parts()));
        findings.addAll(ModelsCheck.run(parts(), context().clock()));
        boolean broken = findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN);
        if (json) {
            Json.print(out(), document -> document.put("ok", !broken)
                    .put(
                            "config",
                            parts().configuration().map(HostConfiguration::file).orElse(null))
                    .array("checks", findings, (entry, finding) -> finding.write(entry)));
        } else {
            findings.forEach(this::print);
            out().println(broken ? "Something is broken; see above." : "All is well enough to work.");
        }
        return broken ? ExitCode.FAILED : ExitCode.DONE;
    }

    private Path stateFolder() {
        return StateFolder.locate(
                        context().properties(),
                        name -> parts().environment().get(name).orElse(null))
                .path();
    }

    private void print(Finding finding) {
        Style style =
                switch (finding.state()) {
                    case OK -> Style.GREEN;
                    case WARNING -> Style.YELLOW;
                    case BROKEN -> Style.RED;
                };
        out().println(style.apply(terminal(), finding.state().mark())
                + terminal().onOut(" " + finding.name() + ": " + finding.message()));
        if (finding.fix() != null) {
            print("         " + finding.fix());
        }
    }
}
