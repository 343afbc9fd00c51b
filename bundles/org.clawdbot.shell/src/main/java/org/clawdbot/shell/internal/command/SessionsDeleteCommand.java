package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sessions delete}. */
@Command(name = "delete", description = "Delete a conversation with everything on record.")
final class SessionsDeleteCommand extends ShellCommand {

    @Parameters(paramLabel = "SESSION", description = "The name of the conversation.")
    private String name = "";

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    SessionsDeleteCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        boolean deleted;
        try {
            deleted = parts().requireSessions().delete(name);
        } catch (IllegalArgumentException noName) {
            throw CommandFailure.wrongUsage(String.valueOf(noName.getMessage()), null);
        }
        if (!deleted) {
            throw SessionName.missing(name);
        }
        if (json) {
            Json.print(out(), document -> document.put("deleted", name));
        } else {
            print("Deleted " + name);
        }
        return ExitCode.DONE;
    }
}
