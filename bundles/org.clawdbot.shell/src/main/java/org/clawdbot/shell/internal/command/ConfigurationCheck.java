package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.HostConfiguration;

/** Checks the configuration file. */
final class ConfigurationCheck {

    private static final String NAME = "configuration";

    private ConfigurationCheck() {}

    static List<Finding> run(Optional<HostConfiguration> present) {
        if (present.isEmpty()) {
            return List.of(Finding.broken(
                    NAME, "The service HostConfiguration is missing", "Install and start org.clawdbot.config"));
        }
        HostConfiguration configuration = present.get();
        if (!configuration.exists()) {
            return List.of(Finding.warning(
                    NAME, configuration.file() + " is not there yet", "Write it with: clawdbot onboard"));
        }
        List<Finding> findings = new ArrayList<>();
        for (ConfigurationProblem problem : configuration.problems()) {
            findings.add(
                    problem.isError()
                            ? Finding.broken(NAME, problem.toString(), "Mend " + configuration.file())
                            : Finding.warning(NAME, problem.toString(), null));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(NAME, configuration.file() + " is fine"));
        }
        return findings;
    }
}
