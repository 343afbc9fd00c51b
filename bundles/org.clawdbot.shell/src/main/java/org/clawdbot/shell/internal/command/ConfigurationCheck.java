package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.shell.internal.Parts;

/** Checks the configuration file: syntax, keys, values. */
final class ConfigurationCheck implements SelfCheck {

    private final Parts parts;

    ConfigurationCheck(Parts parts) {
        this.parts = parts;
    }

    @Override
    public String topic() {
        return "configuration";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        Optional<HostConfiguration> present = parts.configuration();
        if (present.isEmpty()) {
            return List.of(Finding.fail(
                    "The service HostConfiguration is missing", "Install and start the bundle org.clawdbot.config"));
        }
        HostConfiguration configuration = present.get();
        if (!configuration.exists()) {
            return List.of(Finding.warn(configuration.file() + " is not there yet", "clawdbot onboard"));
        }
        List<Finding> findings = new ArrayList<>();
        for (ConfigurationProblem problem : configuration.problems()) {
            String fix = "Edit " + problem.file() + " at line " + problem.line();
            findings.add(
                    problem.isError() ? Finding.fail(problem.toString(), fix) : Finding.warn(problem.toString(), fix));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(configuration.file() + " has no error and no unknown key"));
        }
        return findings;
    }
}
