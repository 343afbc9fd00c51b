package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Option;

/** A command that ends with another default model. */
abstract class DefaultModelCommand extends ShellCommand {

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    DefaultModelCommand(CommandContext context) {
        super(context);
    }

    /** Writes the model into the configuration and says so. */
    final int store(Settings settings, String reference) {
        settings.write(settings.setPrimary(reference));
        if (json) {
            Json.print(out(), document -> document.put("model", reference).put("config", settings.file()));
            return ExitCode.DONE;
        }
        print("Default model: " + reference);
        print("Updated " + settings.file());
        return ExitCode.DONE;
    }
}
