package org.clawdbot.sessions.file.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatMessage.SystemMessage;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.host.ProcessLock.Guarded;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.sessions.file.internal.RecordFile.Content;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keeps each session in a file of its own, readable by its owner alone. */
@Component(name = FileSessions.PID)
@Designate(ocd = FileSessions.Config.class)
public final class FileSessions implements Sessions {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.sessions.file";

    private static final String DEFAULT_FOLDER = "agents/main/sessions";
    private static final String SUFFIX = ".jsonl";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Where sessions are kept. */
    @ObjectClassDefinition(
            name = "Clawdbot sessions in files",
            description = "Keeps conversations in files readable by their owner alone.")
    public @interface Config {

        /**
         * Names the folder.
         *
         * @return a path, or empty for the usual place in the state folder
         */
        @AttributeDefinition(
                name = "Folder",
                description = "The folder that holds the sessions; empty for agents/main/sessions in the state folder.")
        String folder() default "";

        /**
         * Limits how long to wait while another turn of a session runs.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Wait",
                description = "How long to wait while another turn of the same session runs, in seconds.",
                min = "1")
        int waitSeconds() default 600;
    }

    private final Agent agent;
    private final ChatModels models;
    private final Path folder;
    private final Duration patience;
    private final Clock clock;
    private final Map<String, SessionLock> locks = new ConcurrentHashMap<>();

    /**
     * Keeps sessions in the configured folder.
     *
     * @param config the settings
     * @param agent what runs the turns
     * @param models tells how much fits into the window of a model
     */
    @Activate
    public FileSessions(
            Config config,
            @Reference(name = "agent", policyOption = ReferencePolicyOption.GREEDY) Agent agent,
            @Reference(name = "models", policyOption = ReferencePolicyOption.GREEDY) ChatModels models) {
        this(
                config.folder() == null || config.folder().isBlank()
                        ? StateFolder.ofProcess().resolve(DEFAULT_FOLDER)
                        : Path.of(config.folder().strip()),
                Duration.ofSeconds(Math.max(1, config.waitSeconds())),
                Clock.systemUTC(),
                agent,
                models);
    }

    FileSessions(Path folder, Duration patience, Clock clock, Agent agent, ChatModels models) {
        this.folder = folder.toAbsolutePath();
        this.patience = patience;
        this.clock = clock;
        this.agent = agent;
        this.models = models;
    }

    @Override
    public AgentResult run(String name, AgentRequest request, AgentListener listener) {
        return guarded(
                name,
                () -> tell(listener, NOTICE_BUSY, "Another turn of the session \"" + name + "\" runs; waiting for it"),
                () -> turn(name, request, listener));
    }

    private AgentResult turn(String name, AgentRequest request, AgentListener listener) {
        RecordFile file = new RecordFile(file(name));
        Content content = whole(file);
        if (content.torn()) {
            tell(listener, NOTICE_TORN, "The last line of the session \"" + name + "\" was not whole and is left out");
        }
        Conversation before = content.conversation();
        int turn = before.nextTurn();
        List<ChatMessage> said = request.chat().messages().stream()
                .filter(message -> !(message instanceof SystemMessage))
                .toList();
        String instruction = instruction(request.chat()).orElse(before.instruction());
        Lines lines = new Lines(clock.instant());
        List<JsonNode> added = new ArrayList<>();
        if (!content.exists()) {
            added.add(lines.session(name));
        }
        if (instruction != null && !instruction.equals(before.instruction())) {
            added.add(lines.instruction(instruction));
        }
        said.forEach(message -> added.add(lines.said(turn, message)));
        file.append(added);

        List<ChatMessage> always = new ArrayList<>(said);
        if (instruction != null) {
            always.add(0, new SystemMessage(instruction));
        }
        ChatRequest chat = request.chat().toBuilder()
                .messages(conversation(before.turns(), always, request.chat(), listener))
                .conversation(Optional.ofNullable(request.chat().conversation()).orElse(name))
                .build();
        AgentResult result = agent.run(
                new AgentRequest(chat, request.tools(), request.maxRounds()),
                new TurnRecorder(file, turn, clock, listener));
        file.append(List.of(new Lines(clock.instant()).end(turn, result.reply())));
        return result;
    }

    private static Optional<String> instruction(ChatRequest chat) {
        List<String> texts = chat.messages().stream()
                .filter(SystemMessage.class::isInstance)
                .map(message -> ((SystemMessage) message).text())
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", texts));
    }

    /** The turns that fit go between the instruction and what is said now. */
    private List<ChatMessage> conversation(
            List<Session.Turn> turns, List<ChatMessage> always, ChatRequest chat, AgentListener listener) {
        int leftOut = leftOut(turns, always, chat, listener);
        List<ChatMessage> sent = new ArrayList<>();
        turns.subList(leftOut, turns.size()).forEach(turn -> sent.addAll(turn.messages()));
        boolean instructed = !always.isEmpty() && always.get(0) instanceof SystemMessage;
        if (instructed) {
            sent.add(0, always.get(0));
        }
        sent.addAll(always.subList(instructed ? 1 : 0, always.size()));
        return sent;
    }

    private int leftOut(List<Session.Turn> turns, List<ChatMessage> always, ChatRequest chat, AgentListener listener) {
        if (turns.isEmpty()) {
            return 0;
        }
        ModelInfo model;
        try {
            model = models.resolve(chat.model());
        } catch (ModelException unknown) {
            // the turn itself will say so
            return 0;
        }
        Long window = model.contextWindow();
        if (window == null) {
            return 0;
        }
        int leftOut =
                WindowFit.of(window, chat.maxTokens(), model.maxOutputTokens()).leftOut(turns, always);
        if (leftOut > 0) {
            tell(
                    listener,
                    NOTICE_CUT,
                    (leftOut == 1 ? "The oldest turn does not" : "The " + leftOut + " oldest turns do not")
                            + " fit into the window of " + model.reference() + " any more; "
                            + (leftOut == 1 ? "it is" : "they are") + " left out");
        }
        return leftOut;
    }

    @Override
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw RecordFile.unusable(folder, failure);
        }
    }

    @Override
    public Optional<Session> read(String name) {
        Content content = new RecordFile(file(name)).read();
        return content.exists() ? Optional.of(content.conversation().session(name)) : Optional.empty();
    }

    @Override
    public List<ChatMessage> undo(String name) {
        return guarded(name, () -> {}, () -> {
            RecordFile file = new RecordFile(file(name));
            List<ChatMessage> said = whole(file).conversation().lastSaid();
            if (!said.isEmpty()) {
                file.append(List.of(new Lines(clock.instant()).undo()));
            }
            return said;
        });
    }

    @Override
    public void clear(String name) {
        guarded(name, () -> {}, () -> {
            RecordFile file = new RecordFile(file(name));
            if (whole(file).exists()) {
                file.append(List.of(new Lines(clock.instant()).clear()));
            }
            return true;
        });
    }

    @Override
    public boolean delete(String name) {
        if (!Files.exists(file(name))) {
            return false;
        }
        return guarded(name, () -> {}, () -> Files.deleteIfExists(file(name)));
    }

    /** Reads a file that is to be added to, and takes a torn piece away from its end. */
    private static Content whole(RecordFile file) {
        Content content = file.read();
        if (content.torn()) {
            file.truncate(content.wholeBytes());
        }
        return content;
    }

    private <R> R guarded(String name, Runnable onBusy, Guarded<R> action) {
        Path path = file(name);
        SessionLock lock =
                locks.computeIfAbsent(name, key -> new SessionLock(key, folder.resolve("." + key + ".lock"), patience));
        try {
            return lock.whileHeld(onBusy, action);
        } catch (IOException failure) {
            throw RecordFile.unusable(path, failure);
        }
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A session is named by at most 64 letters, digits, dots, hyphens and underscores, of which the first"
                            + " is a letter or a digit");
        }
        return folder.resolve(name + SUFFIX);
    }

    private static void tell(AgentListener listener, String code, String message) {
        listener.deliver(new ChatEvent.Notice(code, message));
    }
}
