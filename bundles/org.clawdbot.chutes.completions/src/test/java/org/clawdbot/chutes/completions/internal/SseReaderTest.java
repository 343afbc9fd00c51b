package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: a\n\ndata: b\n\n",
                "data: a\r\n\r\ndata: b\r\n\r\n",
                "data: a\r\rdata: b\r\r",
                "data:a\n\ndata:b\n\n",
                "\uFEFFdata: a\n\ndata: b\n\n",
                ": hello\ndata: a\n: more\n\n:\n\ndata: b\n\n",
                "event: message\nid: 7\nretry: 3\ndata: a\n\ndata: b\n\n",
                "\n\n\ndata: a\n\n\n\ndata: b\n\n\n",
                "data: a\n\ndata: b\n\ndata: cut off",
                "data: a\n\ndata: b\n\ndata: no blank line\n",
                "datagram: x\ndata: a\n\ndata: b\n\n",
            })
    void findsTheSameTwoEventsInEveryForm(String stream) throws IOException {
        assertThat(read(stream)).containsExactly("EVENT a", "EVENT b", "END");
    }

    @Test
    void joinsTheLinesOfOneEvent() throws IOException {
        assertThat(read("data: a\ndata:\ndata:  b\n\n")).containsExactly("EVENT a\n\n b", "END");
    }

    @Test
    void aDataFieldWithoutColonIsEmptyData() throws IOException {
        assertThat(read("data\n\n")).containsExactly("EVENT ", "END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: a\n\n{\"error\":\"x\"}\n",
                "data: a\n\n{\"error\":\"x\"}",
                "data: a\n\n{\"error\":\"x\"}\r\n\r\n"
            })
    void findsAJsonObjectBetweenTheEvents(String stream) throws IOException {
        assertThat(read(stream)).startsWith("EVENT a", "BARE_JSON {\"error\":\"x\"}");
    }

    @Test
    void anySplitOfTheBytesGivesTheSameEvents() throws IOException {
        String stream =
                "\uFEFF: c\r\ndata: Zürich 🌍\r\ndata: 你好\r\n\r\ndata: b\n\nevent: x\rdata: c\r\r\ndata: d\n\n{\"e\":1}";
        List<String> expected = read(stream);
        assertThat(expected)
                .containsExactly("EVENT Zürich 🌍\n你好", "EVENT b", "EVENT c", "EVENT d", "BARE_JSON {\"e\":1}", "END");
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);

        for (int first = 0; first <= bytes.length; first++) {
            assertThat(read(new PiecewiseStream(bytes, first, bytes.length)))
                    .as("split at %d", first)
                    .isEqualTo(expected);
        }
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            assertThat(read(new PiecewiseStream(bytes, 1 + random.nextInt(5), 1 + random.nextInt(3))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void anEventLargerThanTheBufferIsReadWhole() throws IOException {
        String large = "x".repeat(100_000);

        assertThat(read("data: a\n\ndata: " + large + "\ndata: y\n\ndata: b\n\n"))
                .containsExactly("EVENT a", "EVENT " + large + "\ny", "EVENT b", "END");
    }

    @Test
    void anEndlessLineIsRefusedInBoundedMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) 'x');
                return length;
            }
        };

        assertThatExceptionOfType(SseReader.StreamLimitException.class).isThrownBy(() -> new SseReader(endless).next());
    }

    private static List<String> read(String stream) throws IOException {
        return read(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(InputStream stream) throws IOException {
        SseReader reader = new SseReader(stream);
        List<String> found = new ArrayList<>();
        while (true) {
            SseReader.Found next = reader.next();
            if (next == SseReader.Found.END) {
                found.add("END");
                return found;
            }
            found.add(
                    next + " " + new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8));
        }
    }

    /** Gives a first piece of one size and then pieces of another. */
    private static final class PiecewiseStream extends ByteArrayInputStream {

        private final int size;
        private int next;

        PiecewiseStream(byte[] bytes, int first, int size) {
            super(bytes);
            this.next = Math.max(1, first);
            this.size = size;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            int count = super.read(buffer, offset, Math.min(next, length));
            next = size;
            return count;
        }
    }
}
