package org.clawdbot.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is merged has to say the same as what arrived, and as soon. An obvious reader of chunks, as strict as OkHttp's, reads
 * both, whatever the pieces in which it arrives and in which it is asked for.
 */
class ReceivedBytesTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final int CASES = 1_500;

    @Test
    void chunksThatArrivedTogetherAreOne() throws IOException {
        String arrived = HEAD + "5\r\nHello\r\n2\r\n, \r\n00B\r\nchunked one\r\n0\r\n\r\n";

        assertThat(wire(new PiecesOf(arrived, HEAD.length())))
                .isEqualTo(HEAD + "0012\r\nHello, chunked one\r\n0\r\n\r\n");
    }

    @Test
    void aChunkGoesOnWhereTheNextReadFindsIt() throws IOException {
        String arrived = HEAD + "5\r\nHello\r\n6\r\n, worl";

        assertThat(wire(new PiecesOf(arrived, HEAD.length(), 9, 3, 100)))
                .isEqualTo(HEAD + "0005\r\nHello\r\n0006\r\n, worl");
    }

    @Test
    void whatOkHttpHasReadWithTheHeadStaysAsItIs() throws IOException {
        String arrived = HEAD + "5\r\nHello\r\n5\r\n, my \r\n3\r\nbig\r\n6\r\n world\r\n0\r\n\r\n";

        assertThat(wire(new PiecesOf(arrived, HEAD.length() + 14)))
                .isEqualTo(HEAD + "5\r\nHello\r\n5\r\n, my \r\n0009\r\nbig world\r\n0\r\n\r\n");
    }

    @Test
    void theNextResponseIsReadAsItComes() throws IOException {
        ReceivedBytes received =
                new ReceivedBytes(new PiecesOf(HEAD + "1\r\na\r\n1\r\nb\r\n0\r\n\r\n" + HEAD, HEAD.length()));
        byte[] buffer = new byte[8192];
        received.expectResponse();
        assertThat(received.read(buffer, 0, buffer.length)).isEqualTo(HEAD.length());
        received.mergeChunks();
        int body = received.read(buffer, 0, buffer.length);
        assertThat(new String(buffer, 0, body, ISO_8859_1)).isEqualTo("0002\r\nab\r\n0\r\n\r\n" + HEAD);
    }

    @Test
    void whoHasReadAResponseToItsEndDoesNotWaitForBytesOfTheNext() throws IOException {
        String response = HEAD + "0\r\n\r\n";
        PiecesOf arriving = new PiecesOf(response + HEAD + "1\r\na\r\n", HEAD.length(), 5, HEAD.length());
        ReceivedBytes received = new ReceivedBytes(arriving);
        byte[] buffer = new byte[8192];
        received.expectResponse();
        assertThat(received.read(buffer, 0, buffer.length)).isEqualTo(HEAD.length());
        ChunkMerger first = received.mergeChunks();
        assertThat(received.read(buffer, 0, buffer.length)).isEqualTo(5);

        received.expectResponse();
        assertThat(received.read(buffer, 0, buffer.length)).isEqualTo(HEAD.length());
        ChunkMerger second = received.mergeChunks();
        received.await(first, 0);
        assertThat(arriving.available()).isEqualTo(6);

        received.await(second, 0);
        assertThat(arriving.available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void saysTheSameInOtherChunks(long seed) throws IOException {
        Random random = new Random(seed);
        int merged = 0;
        for (int i = 0; i < CASES; i++) {
            String arrived = HEAD + body(random);
            long pieces = random.nextLong();
            Reading plain = read(new RandomPieces(arrived, pieces), null, 8192);
            ReceivedBytes received = new ReceivedBytes(new RandomPieces(arrived, pieces));
            Reading ours = read(received, received, random.nextInt(3) == 0 ? 1 + random.nextInt(300) : 8192);

            assertThat(ours.text).as(arrived).isEqualTo(plain.text);
            assertThat(ours.end).as(arrived).isEqualTo(plain.end);
            merged += ours.chunks < plain.chunks ? 1 : 0;
        }
        assertThat(merged).isGreaterThan(CASES / 5);
    }

    /** Gives what OkHttp would get from a stream by reads as large as its own. */
    private static String wire(InputStream arrived) throws IOException {
        ReceivedBytes received = new ReceivedBytes(arrived);
        received.expectResponse();
        StringBuilder wire = new StringBuilder();
        byte[] buffer = new byte[8192];
        for (int count = received.read(buffer, 0, buffer.length);
                count >= 0;
                count = received.read(buffer, 0, buffer.length)) {
            wire.append(new String(buffer, 0, count, ISO_8859_1));
            received.mergeChunks();
        }
        return wire.toString();
    }

    /** Makes up what a server may send, right more often than wrong. */
    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        int chunks = random.nextInt(60);
        for (int i = 0; i < chunks; i++) {
            int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 300);
            String line = random.nextBoolean() ? Integer.toHexString(size) : "%04X".formatted(size);
            body.append(line).append(random.nextInt(200) == 0 ? odd(random) : "\r\n");
            for (int j = 0; j < size; j++) {
                body.append((char) random.nextInt(256));
            }
            body.append(random.nextInt(200) == 0 ? odd(random) : "\r\n");
        }
        switch (random.nextInt(4)) {
            case 0 -> body.append("0\r\n\r\n").append(HEAD);
            case 1 -> body.append("000;last\r\nTrailer: yes\r\n\r\n");
            case 2 -> body.append("0\r\n\r\n");
            default -> body.setLength(body.length() - Math.min(body.length(), random.nextInt(300)));
        }
        return body.toString();
    }

    private static String odd(Random random) {
        String[] odd = {
            ";name=value\r\n",
            " \r\n",
            "\n",
            "\r",
            "\r\r\n",
            "",
            "x\r\n",
            "-1\r\n",
            "0000000000000000000\r\n",
            "7fffffffffffffff0\r\n"
        };
        return odd[random.nextInt(odd.length)];
    }

    /** Reads a response, the body chunk by chunk. */
    private static Reading read(InputStream in, @Nullable ReceivedBytes told, int most) throws IOException {
        BufferedSource source = Okio.buffer(Okio.source(new AtMost(in, most)));
        if (told != null) {
            told.expectResponse();
        }
        while (!source.readUtf8LineStrict().isEmpty()) {
            // The head does not matter.
        }
        Reading reading = new Reading(source, told, told == null ? null : told.mergeChunks());
        reading.body();
        return reading;
    }

    private static final class Reading {

        private final BufferedSource source;
        private final @Nullable ReceivedBytes told;
        private final @Nullable ChunkMerger merger;
        private final Buffer data = new Buffer();
        private String text = "";
        private String end = "";
        private int chunks;

        private Reading(BufferedSource source, @Nullable ReceivedBytes told, @Nullable ChunkMerger merger) {
            this.source = source;
            this.told = told;
            this.merger = merger;
        }

        void body() {
            try {
                while (chunk()) {
                    chunks++;
                }
                StringBuilder trailers = new StringBuilder();
                for (String line = source.readUtf8LineStrict(); !line.isEmpty(); line = source.readUtf8LineStrict()) {
                    trailers.append(line).append('\n');
                }
                end = "ended: " + trailers + rest();
            } catch (NumberFormatException e) {
                end = "refused";
            } catch (EOFException e) {
                end = "cut";
            } catch (IOException e) {
                end = e.getMessage();
            }
            text = data.readString(ISO_8859_1);
        }

        /** The rules of OkHttp: an extension may follow the size, and any line the data. */
        private boolean chunk() throws IOException {
            await();
            long size = source.readHexadecimalUnsignedLong();
            String extension = source.readUtf8LineStrict().strip();
            if (size < 0 || (!extension.isEmpty() && !extension.startsWith(";"))) {
                throw new NumberFormatException(extension);
            }
            long left = size;
            while (left > 0) {
                long count = source.read(data, left);
                if (count < 0) {
                    throw new EOFException();
                }
                left -= count;
                await();
            }
            if (size > 0) {
                source.readUtf8LineStrict();
            }
            return size > 0;
        }

        private void await() throws IOException {
            if (told != null && merger != null) {
                told.await(merger, data.size());
            }
        }

        private String rest() throws IOException {
            Buffer rest = new Buffer();
            try {
                while (source.read(rest, 8192) >= 0) {
                    // As much as there is.
                }
            } catch (Waits e) {
                // Nothing more comes.
            }
            return rest.readString(ISO_8859_1);
        }
    }

    /** Arrives in the given pieces, and the rest at once. */
    private static final class PiecesOf extends ByteArrayInputStream {

        private final int[] sizes;
        private int next;

        PiecesOf(String bytes, int... sizes) {
            super(bytes.getBytes(ISO_8859_1));
            this.sizes = sizes;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            int size = next < sizes.length ? sizes[next++] : length;
            return super.read(buffer, offset, Math.min(size, length));
        }
    }

    /** Arrives in pieces of all sizes, and then there is an end, or none. */
    private static final class RandomPieces extends InputStream {

        private final ByteArrayInputStream bytes;
        private final Random random;
        private final int most;
        private final boolean ends;

        RandomPieces(String bytes, long seed) {
            this.bytes = new ByteArrayInputStream(bytes.getBytes(ISO_8859_1));
            this.random = new Random(seed);
            this.most = random.nextBoolean() ? 100_000 : 1 + random.nextInt(400);
            this.ends = random.nextBoolean();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = bytes.read(buffer, offset, Math.min(1 + random.nextInt(most), length));
            if (count < 0 && !ends) {
                throw new Waits();
            }
            return count;
        }
    }

    private static final class Waits extends IOException {

        private static final long serialVersionUID = 1L;

        Waits() {
            super("waits");
        }
    }

    /** Asks for less at once than Okio does. */
    private static final class AtMost extends InputStream {

        private final InputStream in;
        private final int most;

        AtMost(InputStream in, int most) {
            this.in = in;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, Math.min(most, length));
        }
    }
}
