package org.clawdbot.testkit.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One request over a bare socket, to see how the bytes arrive and how the connection ends. */
record RawExchange(byte[] received, boolean reset) {

    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    static Socket open(ChutesSimulator simulator, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", simulator.port());
        socket.setSoTimeout(20_000);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + "Authorization: Bearer "
                + FakeKeys.GOOD + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        return socket;
    }

    static RawExchange chat(ChutesSimulator simulator, String body) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = open(simulator, body)) {
            byte[] buffer = new byte[4096];
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                received.write(buffer, 0, count);
                if (received.toString(StandardCharsets.ISO_8859_1).endsWith(LAST_CHUNK)) {
                    break;
                }
                count = socket.getInputStream().read(buffer);
            }
            return new RawExchange(received.toByteArray(), false);
        } catch (java.net.SocketException e) {
            return new RawExchange(received.toByteArray(), true);
        }
    }

    String text() {
        return new String(received, StandardCharsets.UTF_8);
    }

    boolean endsProperly() {
        return text().endsWith(LAST_CHUNK);
    }

    /** The HTTP chunks: one for each write of the server. */
    List<byte[]> chunks() {
        String latin = new String(received, StandardCharsets.ISO_8859_1);
        List<byte[]> chunks = new ArrayList<>();
        int at = latin.indexOf("\r\n\r\n") + 4;
        while (at < latin.length()) {
            int lineEnd = latin.indexOf("\r\n", at);
            int length = Integer.parseInt(latin.substring(at, lineEnd), 16);
            at = lineEnd + 2;
            chunks.add(latin.substring(at, at + length).getBytes(StandardCharsets.ISO_8859_1));
            at += length + 2;
        }
        return chunks;
    }
}
