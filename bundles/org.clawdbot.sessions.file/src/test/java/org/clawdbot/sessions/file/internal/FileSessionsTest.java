package org.clawdbot.sessions.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.Session;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SessionException;
import org.clawdbot.api.error.StreamBrokenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileSessionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final ToolCall CALL = new ToolCall("call_1", "clock", "{\"zone\":\"UTC\"}");

    @TempDir
    Path home;

    private final ScriptedAgent agent = new ScriptedAgent();
    private final OneModel models = new OneModel();
    private final List<String> notices = new ArrayList<>();
    private final AgentListener listener = new AgentListener() {
        @Override
        public void onEvent(ChatEvent event) {
            if (event instanceof ChatEvent.Notice notice) {
                notices.add(notice.code());
            }
        }
    };

    private FileSessions sessions() {
        return sessions(Duration.ofSeconds(30));
    }

    private FileSessions sessions(Duration patience) {
        return new FileSessions(home.resolve("sessions"), patience, Clock.fixed(NOW, ZoneOffset.UTC), agent, models);
    }

    private AgentResult say(String text) {
        return say(ChatRequest.of(text));
    }

    private AgentResult say(ChatRequest chat) {
        return sessions().run("a", AgentRequest.of(chat), listener);
    }

    private Path file() {
        return home.resolve("sessions/a.jsonl");
    }

    private static ChatMessage user(String text) {
        return ChatMessage.user(text);
    }

    private static ChatMessage assistant(String text) {
        return new ChatMessage.AssistantMessage(text, null, List.of());
    }

    @Test
    void sendsWhatWasSaidBeforeInAnotherProcess() {
        agent.answers("Hello Ann").answers("Ann");

        say("I am Ann");
        say("Who am I?");

        assertThat(agent.sent(0)).containsExactly(user("I am Ann"));
        assertThat(agent.sent(1)).containsExactly(user("I am Ann"), assistant("Hello Ann"), user("Who am I?"));
        assertThat(notices).isEmpty();
    }

    @Test
    void keepsCallsOfToolsTheirAnswersAndReasoning() {
        agent.replies(ChatResult.builder("chutes/m")
                        .reasoning("I need the time")
                        .toolCalls(List.of(CALL))
                        .build())
                .answers("Noon")
                .answers("You are welcome");

        say("What time is it?");
        say("Thanks");

        assertThat(agent.sent(1))
                .containsExactly(
                        user("What time is it?"),
                        new ChatMessage.AssistantMessage("", "I need the time", List.of(CALL)),
                        new ChatMessage.ToolMessage("call_1", "answer of clock"),
                        assistant("Noon"),
                        user("Thanks"));
    }

    @Test
    void leavesCallsOutThatNobodyAnswered() {
        agent.replies(ChatResult.builder("chutes/m")
                .text("Enough")
                .toolCalls(List.of(CALL))
                .build());
        say("Go on and on");
        agent.answers("Yes");

        say("Done?");

        assertThat(agent.sent(1)).containsExactly(user("Go on and on"), assistant("Enough"), user("Done?"));
    }

    @Test
    void keepsImages() {
        ContentPart image = new ContentPart.Image(URI.create("data:image/png;base64,AQID"));
        ChatMessage look = new ChatMessage.UserMessage(List.of(new ContentPart.Text("Look"), image));
        agent.answers("A dot").answers("Black");

        say(ChatRequest.builder().message(look).build());
        say("Which colour?");

        assertThat(agent.sent(1)).startsWith(look);
    }

    @Test
    void keepsTheInstructionUntilAnotherOneIsGiven() {
        agent.answers("1").answers("2").answers("3");

        say(ChatRequest.builder().system("Be brief").user("a").build());
        say("b");
        say(ChatRequest.builder().system("Be kind").user("c").build());

        assertThat(agent.sent(1).get(0)).isEqualTo(ChatMessage.system("Be brief"));
        assertThat(agent.sent(2).get(0)).isEqualTo(ChatMessage.system("Be kind"));
        assertThat(agent.sent(2))
                .filteredOn(ChatMessage.SystemMessage.class::isInstance)
                .hasSize(1);
        assertThat(sessions().read("a").orElseThrow().instruction()).isEqualTo("Be kind");
    }

    @Test
    void isTheConversationThatKeepsToOneCredential() {
        agent.answers("1").answers("2");

        say("x");
        say(ChatRequest.builder().user("y").conversation("mine").build());

        assertThat(agent.requests.get(0).chat().conversation()).isEqualTo("a");
        assertThat(agent.requests.get(1).chat().conversation()).isEqualTo("mine");
    }

    @Test
    void leavesAFailedTurnOutButRemembersWhatWasSaid() {
        agent.answers("1");
        say("one");
        agent.replies(ChatResult.builder("chutes/m").toolCalls(List.of(CALL)).build());
        agent.afterReply = reply -> {
            throw new StreamBrokenException("broken", "The line broke", reply, ErrorDetails.NONE, null);
        };
        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(() -> say("two"));
        agent.afterReply = reply -> {};
        agent.answers("3");
        assertThat(sessions().read("a").orElseThrow().pending()).containsExactly(user("two"));

        say("three");

        assertThat(agent.sent(2)).containsExactly(user("one"), assistant("1"), user("three"));
        assertThat(sessions().read("a").orElseThrow().pending()).isEmpty();
    }

    @Test
    void dropsALineThatACrashHasTornAndSaysSo() throws IOException {
        agent.answers("1").answers("2").answers("3");
        say("one");
        Files.writeString(file(), "{\"type\":\"message\",\"turn\":2,\"ti", StandardOpenOption.APPEND);

        say("two");

        assertThat(notices).containsExactly(Sessions.NOTICE_TORN);
        assertThat(agent.sent(1)).containsExactly(user("one"), assistant("1"), user("two"));
        say("three");
        assertThat(notices).hasSize(1);
    }

    @Test
    void isReadableAfterEveryPossibleTear() throws IOException {
        agent.answers("1");
        say(ChatRequest.builder().system("Be brief").user("Grüße").build());
        byte[] whole = Files.readAllBytes(file());

        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            agent.answers("again");
            say("x");
            assertThat(agent.sent(agent.requests.size() - 1)).endsWith(user("x"));
            assertThat(sessions().read("a").orElseThrow().turns()).hasSize(1);
        }
    }

    @Test
    void endsWithTheLineThatCannotBeUnderstood() throws IOException {
        agent.answers("1");
        say("one");
        String before = Files.readString(file());
        Files.writeString(file(), before.replaceFirst("\n", "\nnot JSON\n"));

        assertThatExceptionOfType(SessionException.class)
                .isThrownBy(() -> say("two"))
                .withMessageContaining("a.jsonl:2 ")
                .withMessageNotContaining("one");
        assertThat(file()).content().contains("one").doesNotContain("two");
    }

    @Test
    void refusesWhatANewerVersionHasWritten() throws IOException {
        agent.answers("1");
        say("one");
        Files.writeString(file(), Files.readString(file()).replace("\"version\":1", "\"version\":2"));

        assertThatExceptionOfType(SessionException.class)
                .isThrownBy(() -> say("two"))
                .withMessageContaining("newer version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "a\\b", "/etc/passwd", "-a", ".hidden", "a\n", "ä", "a b"})
    void refusesNamesThatLeadElsewhere(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> sessions().read(name));
        assertThatIllegalArgumentException().isThrownBy(() -> sessions().delete(name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions().run(name, AgentRequest.of(ChatRequest.of("x")), listener));
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThat(sessions().read("a".repeat(64))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> sessions().read("a".repeat(65)));
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        agent.answers("1");
        say("one");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void leavesTheOldestTurnsOutWholeWhenTheWindowIsFull() {
        models.window = 400L;
        agent.replies(ChatResult.builder("chutes/m").toolCalls(List.of(CALL)).build())
                .answers("x".repeat(400))
                .answers("y".repeat(300))
                .answers("z");
        say("one");
        say("two");

        say("three");

        assertThat(agent.sent(2)).containsExactly(user("two"), assistant("y".repeat(300)), user("three"));
        assertThat(notices).containsExactly(Sessions.NOTICE_CUT);
    }

    @Test
    void leavesNothingOutWhereTheWindowIsUnknown() {
        agent.answers("x".repeat(4000)).answers("y");
        say("one");
        models.unknown = true;

        say("two");

        assertThat(agent.sent(1)).hasSize(3);
        assertThat(notices).isEmpty();
    }

    @Test
    void tellsWhatTheTurnsTook() {
        agent.replies(ChatResult.builder("chutes/m")
                        .text("1")
                        .usage(new Usage(10, 2, 4L, 1L, 12))
                        .cost(new Cost(new BigDecimal("0.00000012")))
                        .build())
                .replies(ChatResult.builder("chutes/n")
                        .text("2")
                        .usage(new Usage(20, 3, null, null, 23))
                        .cost(new Cost(new BigDecimal("0.1")))
                        .build());
        say("one");
        say("two");

        Session session = sessions().read("a").orElseThrow();
        assertThat(session.turns()).extracting(Session.Turn::model).containsExactly("chutes/m", "chutes/n");
        assertThat(session.usage()).isEqualTo(new Usage(30, 5, 4L, 1L, 35));
        assertThat(session.cost()).isEqualTo(new Cost(new BigDecimal("0.10000012")));
        assertThat(session.changed()).isEqualTo(NOW);
        assertThat(session.toString()).doesNotContain("one");
    }

    @Test
    void doesNotCallAnUnknownCostNothing() {
        agent.answers("1");
        say("one");

        assertThat(sessions().read("a").orElseThrow().cost()).isNull();
        assertThat(sessions().read("a").orElseThrow().usage()).isNull();
    }

    @Test
    void takesTurnsBackOneByOne() {
        agent.answers("1").answers("2").answers("3");
        say("one");
        say("two");

        assertThat(sessions().undo("a")).containsExactly(user("two"));
        say("three");

        assertThat(agent.sent(2)).containsExactly(user("one"), assistant("1"), user("three"));
        assertThat(sessions().undo("a")).containsExactly(user("three"));
        assertThat(sessions().undo("a")).containsExactly(user("one"));
        assertThat(sessions().undo("a")).isEmpty();
        assertThat(sessions().undo("never")).isEmpty();
    }

    @Test
    void beginsAnewAndKeepsTheRecord() throws IOException {
        agent.answers("1").answers("2");
        say(ChatRequest.builder().system("Be brief").user("one").build());

        sessions().clear("a");
        say("two");

        assertThat(agent.sent(1)).containsExactly(ChatMessage.system("Be brief"), user("two"));
        assertThat(Files.readString(file())).contains("one");
    }

    @Test
    void listsAndDeletes() throws IOException {
        assertThat(sessions().names()).isEmpty();
        agent.answers("1").answers("2");
        sessions().run("b", AgentRequest.of(ChatRequest.of("x")), listener);
        say("y");
        Files.writeString(home.resolve("sessions/notes.txt"), "not a session");

        assertThat(sessions().names()).containsExactly("a", "b");
        assertThat(sessions().delete("b")).isTrue();
        assertThat(sessions().delete("b")).isFalse();
        assertThat(sessions().names()).containsExactly("a");
    }

    @Test
    void runsTurnsOfOneSessionOneAfterTheOther() throws Exception {
        FileSessions shared = sessions();
        for (int i = 0; i < 8; i++) {
            agent.answers("answer");
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<AgentResult>> turns = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FileSessions each = i % 2 == 0 ? shared : sessions();
                String text = "message " + i;
                turns.add(threads.submit(
                        () -> each.run("a", AgentRequest.of(ChatRequest.of(text)), new AgentListener() {})));
            }
            for (Future<AgentResult> turn : turns) {
                turn.get();
            }
        } finally {
            threads.shutdownNow();
        }

        for (int i = 0; i < 8; i++) {
            assertThat(agent.sent(i)).hasSize(2 * i + 1);
        }
    }

    @Test
    void saysThatItWaitsForAnotherTurnAndGivesUpInTheEnd() throws Exception {
        Files.createDirectories(home.resolve("sessions"));
        // another process, as far as this class can tell
        try (FileChannel other = FileChannel.open(
                        home.resolve("sessions/.a.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatExceptionOfType(SessionException.class)
                    .isThrownBy(() ->
                            sessions(Duration.ofMillis(50)).run("a", AgentRequest.of(ChatRequest.of("x")), listener))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(SessionException.BUSY))
                    .satisfies(failure -> assertThat(failure.retryable()).isTrue());
        }
        assertThat(notices).containsExactly(Sessions.NOTICE_BUSY);
        assertThat(agent.requests).isEmpty();
    }

    @Test
    void stopsWaitingWhenItIsInterrupted() throws Exception {
        FileSessions shared = sessions();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        agent.answers("1");
        agent.afterReply = reply -> {
            running.countDown();
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        };
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<AgentResult> first =
                    threads.submit(() -> shared.run("a", AgentRequest.of(ChatRequest.of("x")), new AgentListener() {}));
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(RequestCancelledException.class)
                    .isThrownBy(() -> shared.run("a", AgentRequest.of(ChatRequest.of("y")), listener));
            assertThat(Thread.interrupted()).isTrue();
            goOn.countDown();
            first.get();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesATurnWithinATurn() {
        FileSessions shared = sessions();
        agent.answers("1");
        agent.afterReply = reply -> shared.run("a", AgentRequest.of(ChatRequest.of("y")), listener);

        assertThatIllegalStateException()
                .isThrownBy(() -> shared.run("a", AgentRequest.of(ChatRequest.of("x")), listener));
    }

    @Test
    void saysWhichFileCannotBeWritten() throws IOException {
        Files.writeString(home.resolve("sessions"), "in the way");

        assertThatExceptionOfType(SessionException.class)
                .isThrownBy(() -> say("x"))
                .withMessageContaining("sessions");
    }
}
