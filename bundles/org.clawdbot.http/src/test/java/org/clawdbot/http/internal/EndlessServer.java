package org.clawdbot.http.internal;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** A server on this machine that answers one request, plain or over TLS, and never stops. */
final class EndlessServer implements Closeable {

    private final ServerSocket listener;
    private final AtomicLong sent = new AtomicLong();

    EndlessServer(ServerSocketFactory sockets, String head, String repeated) throws IOException {
        this(sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress()), head, repeated);
    }

    private EndlessServer(ServerSocket listener, String head, String repeated) {
        this.listener = listener;
        Thread thread = new Thread(() -> serve(head, repeated), "endless-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Speaks HTTP/2; the two texts are bytes from 0 to 255. */
    static EndlessServer http2(SSLContext tls, String head, String repeated) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        listener.setSSLParameters(parameters);
        return new EndlessServer(listener, head, repeated);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many bytes it could send so far. */
    long sent() {
        return sent.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve(String head, String repeated) {
        byte[] block = repeated.getBytes(StandardCharsets.ISO_8859_1);
        try (Socket client = listener.accept();
                OutputStream out = client.getOutputStream();
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            while (!request.readLine().isEmpty()) {
                // The request does not matter.
            }
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(block);
                sent.addAndGet(block.length);
            }
        } catch (IOException e) {
            // The client left, or the test ended.
        }
    }
}
