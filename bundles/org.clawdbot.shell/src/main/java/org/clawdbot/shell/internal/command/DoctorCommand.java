package org.clawdbot.shell.internal.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.Finding.Level;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: its own checks, and those that other parts of the host register. */
@Command(name = "doctor", description = "Check what can be wrong and say what to do about it.")
final class DoctorCommand extends ShellCommand {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Option(names = "--offline", description = "Leave out what needs the network.")
    private boolean offline;

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
    protected int run() throws InterruptedException {
        List<SelfCheck> checks = checks();
        checks.removeIf(check -> offline && check.remote());
        Map<String, List<Finding>> findings = new Examination(LIMIT).run(checks);
        int failures = count(findings, Level.FAIL);
        int warnings = count(findings, Level.WARN);
        if (json) {
            write(findings, failures, warnings);
        } else {
            findings.forEach(this::print);
            out().println();
            out().println(
                            failures > 0
                                    ? "Something is broken: " + failures + " failed, " + warnings + " to look at."
                                    : "All is well enough to work"
                                            + (warnings > 0 ? "; " + warnings + " to look at." : "."));
        }
        return failures > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    private List<SelfCheck> checks() {
        List<SelfCheck> checks = new ArrayList<>(List.of(
                new ConfigurationCheck(parts()),
                new StateFolderCheck(stateFolder()),
                new CredentialsCheck(parts(), context().clock()),
                new ModelsCheck(parts(), context().clock(), offline),
                new QuotaCheck(parts(), context().clock()),
                new ProviderPartsCheck(parts())));
        checks.addAll(parts().checks());
        return checks;
    }

    private static int count(Map<String, List<Finding>> findings, Level level) {
        return (int) findings.values().stream()
                .flatMap(Collection::stream)
                .filter(finding -> finding.level() == level)
                .count();
    }

    private Path stateFolder() {
        return StateFolder.locate(
                        context().properties(),
                        name -> parts().environment().get(name).orElse(null))
                .path();
    }

    private record Row(String topic, Finding finding) {}

    private void write(Map<String, List<Finding>> findings, int failures, int warnings) {
        List<Row> rows = findings.entrySet().stream()
                .flatMap(topic -> topic.getValue().stream().map(finding -> new Row(topic.getKey(), finding)))
                .toList();
        Json.print(out(), document -> document.put("ok", failures == 0)
                .put("failures", failures)
                .put("warnings", warnings)
                .put(
                        "config",
                        parts().configuration().map(HostConfiguration::file).orElse(null))
                .array("checks", rows, (entry, row) -> entry.put("name", row.topic())
                        .put("status", row.finding().level().name().toLowerCase(Locale.ROOT))
                        .put("message", row.finding().message())
                        .put("fix", row.finding().fix())));
    }

    private void print(String topic, List<Finding> findings) {
        out().println(Style.BOLD.apply(terminal(), terminal().onOut(topic)));
        for (Finding finding : findings) {
            Style style =
                    switch (finding.level()) {
                        case OK -> Style.GREEN;
                        case WARN -> Style.YELLOW;
                        case FAIL -> Style.RED;
                    };
            String mark = String.format(
                    Locale.ROOT, "  %-4s  ", finding.level().name().toLowerCase(Locale.ROOT));
            out().println(style.apply(terminal(), mark) + terminal().onOut(finding.message()));
            if (finding.fix() != null) {
                print("          > " + finding.fix());
            }
        }
    }
}
