package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedSocketsTest {

    private static final int A_LOT = 3_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1024, 8 * 1024, 64 * 1024, 200_000})
    void givesWhatArrivesInOrderHoweverMuchIsAskedFor(int atMost) throws Exception {
        byte[] sent = new byte[A_LOT];
        new Random(atMost).nextBytes(sent);
        Random random = new Random(1);
        try (Pair pair = new Pair()) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> pair.send(sent));
            byte[] received = new byte[A_LOT];
            int size = 0;
            while (size < A_LOT) {
                InputStream in = pair.client.getInputStream();
                int length = random.nextInt(4) == 0 ? 1 + random.nextInt(atMost) : atMost;
                if (random.nextInt(100) == 0) {
                    assertThat(in.available()).isNotNegative();
                    received[size++] = (byte) in.read();
                } else {
                    size += in.read(received, size, Math.min(length, A_LOT - size));
                }
            }
            written.join();

            assertThat(received).isEqualTo(sent);
        }
    }

    @Test
    void givesAtOnceWhatArrivesAfterALot() throws Exception {
        try (Pair pair = new Pair()) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> pair.send(new byte[A_LOT]));
            DataInputStream in = new DataInputStream(pair.client.getInputStream());
            in.readFully(new byte[A_LOT]);
            written.join();

            for (int value = 1; value < 4; value++) {
                pair.send(new byte[] {(byte) value});
                byte[] buffer = new byte[8 * 1024];
                assertThat(in.read(buffer, 0, buffer.length)).isEqualTo(1);
                assertThat(buffer[0]).isEqualTo((byte) value);
            }
            pair.server.shutdownOutput();
            assertThat(in.read(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void givesNothingOnceItIsClosed() throws Exception {
        try (Pair pair = new Pair()) {
            pair.client.close();

            assertThatIOException().isThrownBy(() -> pair.client.getInputStream());
        }
    }

    /** A socket of ours and who it talks to. */
    private static final class Pair implements AutoCloseable {

        private final Socket client;
        private final Socket server;

        Pair() throws IOException {
            InetAddress here = InetAddress.getLoopbackAddress();
            try (ServerSocket listener = new ServerSocket(0, 1, here)) {
                client = new BoundedSockets().createSocket(here, listener.getLocalPort());
                server = listener.accept();
            }
        }

        void send(byte[] bytes) {
            try {
                server.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
