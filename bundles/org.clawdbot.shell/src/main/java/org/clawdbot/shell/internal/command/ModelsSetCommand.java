package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models set}. */
@Command(name = "set", description = "Set the default model. Its fallbacks stay.")
final class ModelsSetCommand extends ShellCommand {

    @Parameters(paramLabel = "REF", description = "A reference such as chutes/zai-org/GLM-4.7-Flash, or an alias.")
    private String model = "";

    @Option(names = "--force", description = "Set it even if no catalog lists it.")
    private boolean force;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    ModelsSetCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        Settings settings = new Settings(parts().requireConfiguration());
        String reference = References.resolve(parts(), model, force);
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
