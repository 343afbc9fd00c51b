package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.cli.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models set}. */
@Command(name = "set", description = "Set the default model. Its fallbacks stay.")
final class ModelsSetCommand extends DefaultModelCommand {

    @Parameters(
            paramLabel = "REF",
            description = "A reference such as chutes/zai-org/GLM-5.2-TEE, an alias, or a routing string.")
    private String model = "";

    @Option(names = "--force", description = "Set it even if no catalog lists it.")
    private boolean force;

    ModelsSetCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        Settings settings = new Settings(parts().requireConfiguration());
        return store(settings, References.resolve(parts(), model, force));
    }
}
