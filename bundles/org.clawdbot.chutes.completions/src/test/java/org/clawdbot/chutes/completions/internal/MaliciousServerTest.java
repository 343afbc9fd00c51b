package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.testkit.RawServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that wants to use up memory or time; the JVM of these tests has less heap than such an answer. */
@Timeout(60)
class MaliciousServerTest {

    private static final String FIRST =
            "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final int LARGE = 4_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            one line without end           | x
            one event of ever more lines   | data: {"id":"1"}\\n
            a number of ever more digits   | 7
            comments and nothing else      | : still here\\n\\n
            fields that mean nothing       | retry: 1\\nid: 7\\n\\n
            blank lines                    | \\n
            carriage returns               | \\r
            """)
    void aStreamWithoutEndIsCutOffInBoundedMemory(String what, String repeated) throws IOException {
        String head = RawServer.EVENT_STREAM + FIRST + (repeated.equals("7") ? "data: {\"created\":" : "");

        try (RawServer server =
                RawServer.endless(head, repeated.replace("\\n", "\n").replace("\\r", "\r"))) {
            assertThatExceptionOfType(StreamBrokenException.class)
                    .as(what)
                    .isThrownBy(() -> stream(server))
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo("too-large");
                        assertThat(e.partial().orElseThrow().text()).isEqualTo("Hello");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-More: of the same\r\n", "x", "\r", ": \r\n"})
    void headersWithoutEndAreCutOff(String repeated) throws IOException {
        try (RawServer server = RawServer.endless("HTTP/1.1 200 OK\r\nX-First: ", repeated)) {
            assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> stream(server));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"tool_calls\":",
                "{\"usage\":",
                "{\"error\":",
                "{\"unknown\":",
                "{\"choices\":[{\"delta\":{\"content\":"
            })
    void jsonNestedTooDeeplyIsMalformed(String start) throws IOException {
        for (String nested : new String[] {"[", "{\"a\":"}) {
            String event = "data: " + start + nested.repeat(LARGE / nested.length()) + "\n\n";

            assertMalformed(FIRST + event);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "id", "usage", "choices"})
    void numbersWithMillionsOfDigitsAreNotComputed(String field) throws IOException {
        assertMalformed(FIRST + "data: {\"" + field + "\":" + "7".repeat(LARGE) + "}\n\n");
        assertMalformed(FIRST + "data: {\"" + field + "\":1e" + "7".repeat(LARGE) + "}\n\n");
    }

    @Test
    void aRefusalWithoutEndIsReadOnlySoFar() throws IOException {
        try (RawServer server = RawServer.endless(
                "HTTP/1.1 500 Oh\r\nContent-Type: application/json\r\n\r\n{\"detail\":\"", "very bad ")) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> stream(server))
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo("server-error");
                        assertThat(e.getMessage()).hasSizeLessThan(1_000);
                    });
        }
    }

    @Test
    void aRefusalThatTricklesIsReadForSoLong() throws IOException {
        Timeouts idleSoon = new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                Duration.ofSeconds(60));
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = RawServer.start((client, out) -> {
            out.write("HTTP/1.1 500 Oh\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                while (!never.await(50, TimeUnit.MILLISECONDS)) {
                    out.write('x');
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        })) {
            assertTimeoutPreemptively(Duration.ofSeconds(15), () -> assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> Transports.to(server.baseUrl(), idleSoon, Transports.NO_RETRIES).stream(
                            Transports.request("hi")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("server-error")));
        }
    }

    @Test
    void aWholeReplyWithoutEndIsCutOff() throws IOException {
        try (RawServer server =
                RawServer.endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"choices\":[", "{},")) {
            assertThatExceptionOfType(StreamBrokenException.class)
                    .isThrownBy(() -> Transports.to(server.baseUrl(), Transports.PATIENT, Transports.NO_RETRIES)
                            .complete(Transports.request("hi")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("too-large"));
        }
    }

    @Test
    void whatUnpacksToGigabytesIsCutOff() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("data: \"".getBytes(StandardCharsets.US_ASCII));
            byte[] block = "x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 600; i++) {
                gzip.write(block);
            }
        }
        try (RawServer server = RawServer.start((client, out) -> {
            out.write(RawServer.EVENT_STREAM
                    .replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            packed.writeTo(out);
        })) {
            assertThatExceptionOfType(StreamBrokenException.class)
                    .isThrownBy(() -> stream(server))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("too-large"));
        }
    }

    private static void assertMalformed(String events) throws IOException {
        try (RawServer server = RawServer.start(
                (client, out) -> out.write((RawServer.EVENT_STREAM + events).getBytes(StandardCharsets.UTF_8)))) {
            assertThatExceptionOfType(StreamBrokenException.class)
                    .isThrownBy(() -> stream(server))
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo("malformed");
                        assertThat(e.getMessage()).hasSizeLessThan(1_000);
                    });
        }
    }

    private static ChatResult stream(RawServer server) {
        return Transports.to(server.baseUrl(), Transports.PATIENT, Transports.NO_RETRIES).stream(
                        Transports.request("hi"))
                .result();
    }
}
