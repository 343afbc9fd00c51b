package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ResponseFormat;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agent}. */
@Command(
        name = "agent",
        description = "Ask a model: one turn, streamed, with tools if named.",
        footer = {"", "To talk with it: clawdbot chat"})
final class AgentCommand extends ShellCommand {

    private static final String STANDARD_INPUT = "-";

    @Option(names = "--message", paramLabel = "TEXT", description = "What to say; - reads it from standard input.")
    private @Nullable String message;

    @Mixin
    private RequestOptions options = new RequestOptions();

    @Option(
            names = "--session",
            paramLabel = "SESSION",
            description = "Go on with the conversation of this name, or begin it; it is kept on disk.")
    private @Nullable String session;

    @Option(names = "--image", paramLabel = "FILE", description = "An image to look at; may be given several times.")
    private List<Path> images = List.of();

    @Option(names = "--max-tokens", paramLabel = "N", description = "The most tokens to generate.")
    private @Nullable Integer maxTokens;

    @Option(names = "--response-schema", paramLabel = "FILE", description = "A JSON schema that the answer must fit.")
    private @Nullable Path schema;

    @Option(names = "--json", order = 90, description = "Print one JSON document instead of streaming.")
    private boolean json;

    /** So that {@code agent:ask some words} works in a console. */
    @Parameters(hidden = true)
    private List<String> words = List.of();

    AgentCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() throws IOException {
        ChatRequest chat = request();
        Agent agent = parts().requireAgent();
        List<String> offered = options.tools.contains(Chat.ALL_TOOLS) ? null : options.tools;
        options.check(parts());
        ReplyPrinter printer = new ReplyPrinter(terminal(), !json);
        AgentResult result;
        try {
            AgentRequest request = new AgentRequest(chat, offered, AgentRequest.DEFAULT_ROUNDS);
            result = session == null
                    ? agent.run(request, printer)
                    : parts().requireSessions().run(SessionName.checked(parts(), session), request, printer);
        } finally {
            printer.end();
        }
        if (json) {
            Json.print(out(), document -> TurnDocument.write(document, result, printer.notices(), session));
        } else {
            printer.summary(result.reply());
        }
        return ExitCode.DONE;
    }

    private ChatRequest request() throws IOException {
        if (maxTokens != null && maxTokens < 1) {
            throw CommandFailure.wrongUsage("--max-tokens must be at least 1", null);
        }
        List<ContentPart> content = new ArrayList<>();
        content.add(new ContentPart.Text(text()));
        for (Path image : images) {
            content.add(new ContentPart.Image(ImageFile.read(image)));
        }
        ChatRequest.Builder request = options.limit(ChatRequest.builder()).model(options.model);
        if (options.system != null) {
            request.system(options.system);
        }
        return request.message(new ChatMessage.UserMessage(content))
                .maxTokens(maxTokens)
                .thinking(options.thinking == null ? null : options.thinking == OnOff.ON)
                .responseFormat(schema == null ? null : ResponseFormat.jsonSchema("response", schemaText(schema)))
                .build();
    }

    private String text() throws IOException {
        String said = message != null ? message : String.join(" ", words);
        if (message != null && !words.isEmpty()) {
            throw CommandFailure.wrongUsage("Put the message in quotes: --message \"" + message + " …\"", null);
        }
        if (STANDARD_INPUT.equals(said)) {
            said = new String(terminal().in().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (said.isEmpty()) {
                throw CommandFailure.wrongUsage("Standard input holds no message", null);
            }
        }
        if (said.isBlank()) {
            throw CommandFailure.wrongUsage(
                    "There is no message", "Such as: clawdbot agent --message \"Hello\"  (or --message - to read it)");
        }
        return said;
    }

    private static String schemaText(Path file) throws IOException {
        String text = Files.readString(file);
        if (!text.strip().startsWith("{")) {
            throw CommandFailure.wrongUsage(file + " holds no JSON schema: it must be a JSON object", null);
        }
        return text;
    }
}
