package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sessions export}. */
@Command(
        name = "export",
        description = "Write a conversation to a Markdown file.",
        footer = {"", "For programs: clawdbot sessions show SESSION --json"})
final class SessionsExportCommand extends ShellCommand {

    @Parameters(paramLabel = "SESSION", description = "The name of the conversation.")
    private String name = "";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The file to write, readable by you alone; it must not be there yet.")
    private Path output = Path.of("");

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    SessionsExportCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() throws IOException {
        Session session = SessionName.existing(parts(), name);
        Path file = output.toAbsolutePath();
        if (Files.exists(file)) {
            throw CommandFailure.failed("file-exists", file + " is there already", "Choose another file");
        }
        Files.createFile(file, StateFolder.ownerOnly(file));
        Files.writeString(
                file, SessionText.markdown(session), StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        if (json) {
            Json.print(out(), document -> document.put("session", name).put("file", file));
        } else {
            print("Wrote " + file);
        }
        return ExitCode.DONE;
    }
}
