package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.auth.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbackListenerTest {

    private final Browser browser = new Browser();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private Redirect redirect;
    private CallbackListener listener;

    @BeforeEach
    void listen() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        redirect = Redirect.of("http://127.0.0.1:" + port + "/cb", "test");
        listener = CallbackListener.open(redirect.address(), redirect, Secret.of("right"), arrivals::add);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void onlyGetIsAnswered() {
        for (String method : List.of("POST", "OPTIONS", "DELETE")) {
            HttpResponse<String> answer = browser.send(HttpRequest.newBuilder(at("?code=a&state=right"))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("GET");
        }
        assertThat(arrivals).isEmpty();
    }

    @Test
    void thePageTellsTheOutcomeOnceItIsKnownAndEscapesIt() throws Exception {
        CompletableFuture<HttpResponse<String>> page = browser.open(at("?code=a&state=right"));
        Arrival arrival = arrivals.poll(5, TimeUnit.SECONDS);
        assertThat(arrival.answer()).isEqualTo(new RedirectAnswer.Code(Secret.of("a")));
        assertThat(page).isNotDone();

        arrival.page().complete(CallbackPage.failed("<script>alert('x')</script> & \"more\""));

        HttpResponse<String> answer = page.get(5, TimeUnit.SECONDS);
        assertThat(answer.body())
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
                .doesNotContain("<script");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void theRightAnswerIsTakenOnce() throws Exception {
        CompletableFuture<HttpResponse<String>> first = browser.open(at("?code=a&state=right"));
        Arrival arrival = arrivals.poll(5, TimeUnit.SECONDS);

        assertThat(browser.get(at("?code=b&state=right")).statusCode()).isEqualTo(410);
        arrival.page().complete(CallbackPage.signedIn(""));

        assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(arrivals).isEmpty();
    }

    @Test
    void aParameterThatIsThereTwiceIsNotTrusted() {
        assertThat(browser.get(at("?code=a&code=b&state=right")).statusCode()).isEqualTo(400);
        assertThat(browser.get(at("?code=a&state=right&state=wrong")).statusCode())
                .isEqualTo(400);
        assertThat(browser.get(at("?state=right&code=")).body()).contains("The code is missing");
        assertThat(arrivals).isEmpty();
    }

    @Test
    void silentAndBrokenConnectionsKeepNobodyOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            silent.add(new Socket(redirect.address(), redirect.port()));
        }
        try (Socket rude = new Socket(redirect.address(), redirect.port());
                OutputStream out = rude.getOutputStream()) {
            out.write("\u0016\u0003\u0001 not http\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        CompletableFuture<HttpResponse<String>> page = browser.open(at("?code=a&state=right"));
        arrivals.poll(5, TimeUnit.SECONDS).page().complete(CallbackPage.signedIn(""));

        assertThat(page.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void closingFreesThePortAndLeavesNoThread() throws Exception {
        try (Socket open = new Socket(redirect.address(), redirect.port())) {
            assertThat(open.isConnected()).isTrue();
            listener.close();
        }

        try (ServerSocket again = new ServerSocket(redirect.port(), 1, redirect.address())) {
            assertThat(again.isBound()).isTrue();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (listening() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(listening()).isFalse();
    }

    private static boolean listening() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("clawdbot-chutes-callback"));
    }

    private URI at(String query) {
        return URI.create(redirect.text() + query);
    }
}
