package org.clawdbot.shell.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.SessionException;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.clawdbot.shell.internal.terminal.Table;
import org.clawdbot.shell.internal.terminal.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sessions list}. */
@Command(name = "list", description = "List the conversations that are kept, newest first.")
final class SessionsListCommand extends ShellCommand {

    private static final List<Column> COLUMNS = List.of(
            Column.name("SESSION", 12),
            Column.number("TURNS", 0),
            Column.number("TOKENS", 2),
            Column.text("COST", 3),
            Column.text("LAST", 4),
            Column.flexible("MODEL", 12, 1));

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    SessionsListCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        Sessions sessions = parts().requireSessions();
        List<Session> readable = new ArrayList<>();
        List<SessionException> problems = new ArrayList<>();
        for (String name : sessions.names()) {
            try {
                sessions.read(name).ifPresent(readable::add);
            } catch (SessionException unreadable) {
                problems.add(unreadable);
            }
        }
        readable.sort(Comparator.comparing(Session::changed).reversed().thenComparing(Session::name));
        problems.forEach(problem -> warn(String.valueOf(problem.getMessage())));
        if (json) {
            Json.print(out(), document -> document.array("sessions", readable, SessionText::summary)
                    .put(
                            "problems",
                            problems.stream().map(SessionException::getMessage).toList()));
        } else {
            print(readable);
        }
        return ExitCode.DONE;
    }

    private void print(List<Session> sessions) {
        if (sessions.isEmpty()) {
            say("No conversation is kept yet; begin one with: clawdbot chat");
            return;
        }
        Table table = new Table(COLUMNS);
        for (Session session : sessions) {
            Usage usage = session.usage();
            table.row(List.of(
                    session.name(),
                    String.valueOf(session.turns().size()),
                    usage == null ? Quantities.UNKNOWN : Quantities.tokens(usage.total()),
                    SessionText.cost(session.cost()),
                    Quantities.duration(Duration.between(
                                    session.changed(), context().clock().instant()))
                            + " ago",
                    Objects.requireNonNullElse(SessionText.model(session), Quantities.UNKNOWN)));
        }
        table.lines(terminal().width()).forEach(line -> print(line.text().stripTrailing()));
    }
}
