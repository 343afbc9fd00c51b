package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.stream.Collectors;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models cooldowns …}. */
abstract class CooldownsCommand extends ShellCommand {

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    CooldownsCommand(CommandContext context) {
        super(context);
    }

    /** Prints what rests: as a document, or in words. */
    final int report(List<Cooldown> cooldowns, String words) {
        if (json) {
            Json.print(out(), document -> document.array("cooldowns", cooldowns, CooldownText::write));
        } else {
            print(words);
        }
        return ExitCode.DONE;
    }

    /** {@code models cooldowns list}. */
    @Command(name = "list", description = "Show what rests, why, and until when.")
    static final class Show extends CooldownsCommand {

        Show(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            List<Cooldown> cooldowns = parts().requireModels().cooldowns();
            return report(
                    cooldowns,
                    cooldowns.isEmpty()
                            ? "Nothing rests."
                            : cooldowns.stream()
                                    .map(cooldown -> CooldownText.line(
                                            cooldown, context().clock()))
                                    .collect(Collectors.joining("\n")));
        }
    }

    /** {@code models cooldowns clear}. */
    @Command(name = "clear", description = "End all rests, such as after topping up the account.")
    static final class Clear extends CooldownsCommand {

        Clear(CommandContext context) {
            super(context);
        }

        @Override
        protected int run() {
            parts().requireModels().clearCooldowns();
            return report(List.of(), "Whatever rested may be asked again.");
        }
    }
}
