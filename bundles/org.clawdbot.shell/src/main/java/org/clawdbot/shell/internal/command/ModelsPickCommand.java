package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.terminal.Screen;
import picocli.CommandLine.Command;

/** {@code models pick}. */
@Command(name = "pick", description = "Choose the default model from a list in the terminal.")
final class ModelsPickCommand extends DefaultModelCommand {

    ModelsPickCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        Settings settings = new Settings(parts().requireConfiguration());
        ChatModels models = parts().requireModels();
        // why there is nothing to choose from is said on the usual screen
        List<CatalogSnapshot> catalogs = models.catalogs();
        if (ModelTable.isEmpty(catalogs)) {
            throw nothingListed(catalogs);
        }
        Optional<ModelRow> chosen;
        try (Screen screen = terminal().openScreen().orElseThrow(ModelsPickCommand::noTerminal)) {
            chosen = new ModelPicker(context()).pick("Choose the default model", models, screen);
        }
        ModelRow row =
                chosen.orElseThrow(() -> CommandFailure.interrupted("Nothing was chosen, and nothing has changed"));
        return store(settings, References.resolve(parts(), row.key(), false));
    }

    private static CommandFailure nothingListed(List<CatalogSnapshot> catalogs) {
        List<String> reasons = catalogs.stream()
                .map(CatalogSnapshot::problem)
                .filter(Objects::nonNull)
                .toList();
        return CommandFailure.unavailable(
                "no-models",
                "There is no model to choose" + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons)),
                "See what there is: clawdbot models list --all");
    }

    private static CommandFailure noTerminal() {
        return CommandFailure.wrongUsage(
                "There is no terminal to choose in",
                "Name the model instead: clawdbot models set REF; see which there are: clawdbot models list");
    }
}
