package org.clawdbot.shell.internal.command;

import org.clawdbot.api.agent.Session;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sessions show}. */
@Command(name = "show", description = "Show what was said in a conversation.")
final class SessionsShowCommand extends ShellCommand {

    @Parameters(paramLabel = "SESSION", description = "The name of the conversation.")
    private String name = "";

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    SessionsShowCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        Session session = SessionName.existing(parts(), name);
        if (json) {
            Json.print(out(), document -> write(document, session));
        } else {
            print(SessionText.markdown(session).stripTrailing());
        }
        return ExitCode.DONE;
    }

    private static void write(Json document, Session session) {
        SessionText.summary(document, session);
        document.put("instruction", session.instruction())
                .array("conversation", session.turns(), SessionsShowCommand::write)
                .array("pending", session.pending(), SessionText::write);
    }

    private static void write(Json json, Session.Turn turn) {
        json.put("time", turn.time()).put("model", turn.model());
        TurnDocument.took(json, turn.usage(), turn.cost());
        json.array("messages", turn.messages(), SessionText::write);
    }
}
