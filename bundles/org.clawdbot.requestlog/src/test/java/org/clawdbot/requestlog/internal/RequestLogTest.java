package org.clawdbot.requestlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.Cost;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.observation.AttemptTarget;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ObservedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogTest {

    private static final String KEY = "cpk_00000000000000000000000000000001.fake";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void aCompletedRequestIsALineWithWhatItCost() throws IOException {
        ChatObservation request = begun("glm");
        request.attemptStarted(target("a/b", "chutes:one"));
        request.attemptFailed(Attempt.failed("chutes/a/b", "chutes:one", full()));
        request.attemptStarted(target("c/d", "chutes:two"));
        now = now.plusMillis(310);
        request.firstToken();
        now = now.plusMillis(890);
        request.completed(ChatResult.builder("chutes/c/d")
                .text("private answer")
                .answeredModel("c/d")
                .finishReason(FinishReason.STOP)
                .usage(new Usage(12, 34, 5L, null, 46))
                .cost(new Cost(new BigDecimal("0.000021")))
                .invocationId("inv-1")
                .build());

        assertThat(lines())
                .containsExactly("{\"time\":\"2026-03-01T10:00:00Z\",\"outcome\":\"completed\",\"requested\":\"glm\","
                        + "\"model\":\"chutes/c/d\",\"profile\":\"chutes:two\",\"stream\":true,\"millis\":1200,"
                        + "\"firstTokenMillis\":310,\"answered\":\"c/d\",\"finishReason\":\"stop\","
                        + "\"tokens\":{\"input\":12,\"output\":34,\"cacheRead\":5},\"usd\":0.000021,"
                        + "\"invocationId\":\"inv-1\",\"attempts\":[{\"model\":\"chutes/a/b\","
                        + "\"profile\":\"chutes:one\",\"code\":\"capacity\",\"status\":429}]}");
    }

    @Test
    void aFailureIsALineWithItsCodeAndWithoutItsMessage() throws IOException {
        begun("chutes/a/b").failed(full());

        JsonNode line = new ObjectMapper().readTree(lines().get(0));
        assertThat(line.path("outcome").asText()).isEqualTo("failed");
        assertThat(line.path("code").asText()).isEqualTo("capacity");
        assertThat(line.path("status").asInt()).isEqualTo(429);
        assertThat(line.path("invocationId").asText()).isEqualTo("inv-2");
        assertThat(line.toString()).doesNotContain("quoted by the server");
    }

    @Test
    void whoGivesUpLeavesALine() throws IOException {
        begun("chutes/a/b").cancelled();

        assertThat(lines()).singleElement().asString().contains("\"outcome\":\"cancelled\"");
    }

    @Test
    void neitherContentNorSecretsReachTheFile() throws IOException {
        ChatRequest chat = ChatRequest.builder()
                .model("chutes/" + KEY)
                .system("private system prompt")
                .user("private question")
                .header("X-Secret", "private header")
                .extraBody("private_member", "\"private value\"")
                .build();
        ChatObservation request = log().started(new ObservedRequest(chat, "chutes/" + KEY, true));
        request.attemptStarted(target("a/" + KEY, "chutes:csc_fake-client-secret"));
        request.attemptFailed(Attempt.failed("chutes/" + KEY, "eyJhbGciOiJub25lIn0.e30.fake", full()));
        request.completed(ChatResult.builder("chutes/a/b")
                .text("private answer")
                .reasoning("private thought")
                .invocationId("cak_fake-access-token")
                .build());

        assertThat(lines().get(0))
                .contains("cpk_…", "csc_…", "eyJ_…", "cak_…")
                .doesNotContain("private", "00000000", "fake");
    }

    @Test
    void theFileIsForItsOwnerOnly() throws IOException {
        begun("chutes/a/b").cancelled();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFullFileIsPutAsideAndTheOldestGoes() throws IOException {
        RotatedFile file = new RotatedFile(file(), 10, 2);

        file.append(lines("first", "second"));
        file.append(lines("third", "fourth"));

        assertThat(Files.readString(file())).isEqualTo("fourth\n");
        assertThat(Files.readString(folder.resolve("logs/requests.jsonl.1"))).isEqualTo("third\n");
        assertThat(Files.readString(folder.resolve("logs/requests.jsonl.2"))).isEqualTo("second\n");
        assertThat(folder.resolve("logs/requests.jsonl.3")).doesNotExist();
    }

    @Test
    void withNothingKeptAFullFileBeginsAnew() throws IOException {
        RotatedFile file = new RotatedFile(file(), 10, 0);

        file.append(lines("first", "second"));

        assertThat(Files.readString(file())).isEqualTo("second\n");
        assertThat(folder.resolve("logs/requests.jsonl.1")).doesNotExist();
    }

    @Test
    void aLineLargerThanTheFileMayBeIsKeptWhole() throws IOException {
        new RotatedFile(file(), 10, 1).append(lines("much longer than ten"));

        assertThat(Files.readString(file())).isEqualTo("much longer than ten\n");
    }

    @Test
    void linesOfManyThreadsStayWhole() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RotatedFile own = new RotatedFile(file(), 1_000_000, 1);
            List<byte[]> line = lines(String.valueOf(i).repeat(100));
            threads.add(new Thread(() -> IntStream.range(0, 50).forEach(each -> own.append(line))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(lines()).hasSize(400).allMatch(line -> line.matches("(\\d)\\1{99}"));
    }

    @Test
    void aDiskThatDoesNotPlayAlongHarmsNobody() throws IOException {
        Files.writeString(folder.resolve("logs"), "in the way");

        begun("chutes/a/b").cancelled();

        assertThat(folder.resolve("logs")).hasContent("in the way");
    }

    @Test
    void aLineThatCannotBeMadeTakesNoOtherWithIt() throws IOException {
        Path file = folder.resolve("some.jsonl");
        LineWriter.Line broken = () -> {
            throw new IllegalStateException("broken");
        };
        RequestLog.to(new RotatedFile(file, 1_000, 0))
                .accept(List.of(() -> new byte[] {'a', '\n'}, broken, () -> new byte[] {'b', '\n'}));

        assertThat(file).hasContent("a\nb\n");
    }

    @Test
    void switchedOffItHearsNothing() {
        RequestLog off = new RequestLog(false, new LineWriter(lines -> {}), Clock.systemUTC());

        assertThat(off.started(new ObservedRequest(ChatRequest.of("hi"), null, true)))
                .isSameAs(ChatObservation.NONE);
    }

    private ChatObservation begun(String model) {
        ChatRequest chat =
                ChatRequest.builder().model(model).user("private question").build();
        return log().started(new ObservedRequest(chat, "chutes/a/b", true));
    }

    private RequestLog log() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        LineWriter atOnce = new LineWriter(RequestLog.to(new RotatedFile(file(), 100_000, 1)));
        atOnce.close();
        return new RequestLog(true, atOnce, clock);
    }

    private Path file() {
        return folder.resolve("logs/requests.jsonl");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private static List<byte[]> lines(String... texts) {
        return Stream.of(texts)
                .map(text -> (text + '\n').getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static AttemptTarget target(String id, String profile) {
        return new AttemptTarget(
                ModelInfo.builder(new ModelReference("chutes", id)).build(), profile, "api-key", "transport");
    }

    private static ModelUnavailableException full() {
        return new ModelUnavailableException(
                "capacity", "quoted by the server", ErrorDetails.NONE.withAnswer(429, "inv-2", null), null);
    }
}
