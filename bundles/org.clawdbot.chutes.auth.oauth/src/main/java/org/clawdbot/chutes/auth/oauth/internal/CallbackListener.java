package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.api.auth.Secret;

/**
 * Waits on the loopback address for the browser that comes back from the server.
 *
 * <p>On a plain socket, because not every framework exports the JDK's HTTP server. Browsers open connections that they
 * never use, so each has a thread of its own; whatever is not the one right request is answered and forgotten.
 */
final class CallbackListener implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final Pattern REQUEST = Pattern.compile("([A-Z]{1,16}) (/[^ ?]*)(?:\\?([^ ]*))? HTTP/1\\.[01]");
    private static final int MAX_HEAD = 16 * 1024;
    private static final int MAX_CONNECTIONS = 32;
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Duration OUTCOME = Duration.ofMinutes(2);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final ServerSocket server;
    private final String path;
    private final Secret state;
    private final Consumer<Arrival> taker;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Thread accepting = daemon("clawdbot-chutes-callback", this::accept);
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();

    private CallbackListener(ServerSocket server, String path, Secret state, Consumer<Arrival> taker) {
        this.server = server;
        this.path = path;
        this.state = state;
        this.taker = taker;
    }

    /** Listens from now on; the first right answer goes to the taker. */
    static CallbackListener open(InetAddress address, Redirect redirect, Secret state, Consumer<Arrival> taker)
            throws IOException {
        ServerSocket server = new ServerSocket(redirect.port(), MAX_CONNECTIONS, address);
        CallbackListener listener = new CallbackListener(server, redirect.path(), state, taker);
        listener.accepting.start();
        return listener;
    }

    /** Frees the port, after an answer being given is out. */
    @Override
    public void close() {
        quietly(server);
        // The port is free when the thread that waits for connections has noticed.
        join(accepting);
        answering.forEach(CallbackListener::join);
        connections.forEach(CallbackListener::quietly);
    }

    private static void join(Thread thread) {
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    quietly(socket);
                } else {
                    connections.add(socket);
                    daemon("clawdbot-chutes-callback-answer", () -> serve(socket))
                            .start();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "A connection to the sign-in listener failed: {0}",
                            e.getClass());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout((int) READ.toMillis());
            String head = head(socket.getInputStream());
            answering.add(Thread.currentThread());
            socket.getOutputStream().write(answer(head).response());
            socket.shutdownOutput();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A browser left the sign-in listener early: {0}", e.getClass());
        } finally {
            connections.remove(socket);
            answering.remove(Thread.currentThread());
        }
    }

    private CallbackPage answer(String head) {
        int end = head.indexOf("\r\n");
        Matcher request = REQUEST.matcher(end < 0 ? head : head.substring(0, end));
        if (!request.matches()) {
            return new CallbackPage(400, "This is not a request", "Only a browser is expected here.");
        }
        if (!request.group(2).equals(path)) {
            return new CallbackPage(404, "There is nothing here", "The sign-in ends at another address.");
        }
        if (!request.group(1).equals("GET")) {
            return new CallbackPage(405, "Only GET is answered", "The sign-in goes on waiting.");
        }
        try {
            Arrival arrival = Arrival.of(RedirectReader.query(request.group(3), state));
            if (taken.getAndSet(true)) {
                return CallbackPage.over();
            }
            taker.accept(arrival);
            return outcome(arrival);
        } catch (UnusableRedirectException e) {
            LOG.log(System.Logger.Level.DEBUG, "A request to the sign-in listener was ignored: {0}", e.reason());
            return CallbackPage.ignored(e.reason() + ". The sign-in goes on waiting.");
        }
    }

    /** The browser waits until it is known whether the tokens came, so that the page tells the truth. */
    private static CallbackPage outcome(Arrival arrival) {
        try {
            return arrival.page().get(OUTCOME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "The sign-in did not say how it ended");
        }
        return CallbackPage.failed("It did not come to an end. Look at the terminal.");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        byte[] buffer = new byte[1024];
        while (head.length() < MAX_HEAD && head.indexOf("\r\n\r\n") < 0) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("closed before a request was sent");
            }
            head.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        return head.toString();
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "A socket of the sign-in listener did not close: {0}", e.getClass());
        }
    }
}
