package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    @Test
    void withoutTheVariableTheJvmDecides() {
        assertThat(of(Map.of())).isEmpty();
        assertThat(of(Map.of("HTTPS_PROXY", " "))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy.example:3128", "proxy.example:3128", "http://user:pw@proxy.example:3128/"})
    void readsTheProxyInTheFormsPeopleWrite(String value) {
        ProxySettings proxies = of(Map.of("https_proxy", value)).orElseThrow();

        assertThat(select(proxies, "llm.chutes.ai").address())
                .isEqualTo(InetSocketAddress.createUnresolved("proxy.example", 3128));
        assertThat(proxies.toString()).doesNotContain("pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://proxy.example:1080", "http://", "http://a b"})
    void whatNamesNoProxyIsNotUsed(String value) {
        assertThat(of(Map.of("HTTPS_PROXY", value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "llm.chutes.ai, HTTP",
        "internal.example, DIRECT",
        "a.internal.example, DIRECT",
        "notinternal.example, HTTP",
        "b.wild.example, DIRECT",
        "127.0.0.1, DIRECT",
        "localhost, DIRECT",
        "[::1], DIRECT",
    })
    void goesAroundTheProxyWhereToldToAndToThisMachine(String host, Proxy.Type type) {
        ProxySettings proxies = of(Map.of(
                        "HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", "internal.example, *.wild.example"))
                .orElseThrow();

        assertThat(select(proxies, host).type()).isEqualTo(type);
    }

    @Test
    void aStarMeansNoProxyAtAll() {
        ProxySettings proxies =
                of(Map.of("HTTPS_PROXY", "proxy.example:1", "NO_PROXY", "*")).orElseThrow();

        assertThat(select(proxies, "llm.chutes.ai")).isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void opensATunnelAndAnswersAProxyThatAsksForAPassword() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> refuseTunnels(server));
            OkHttpClient.Builder builder = new OkHttpClient.Builder();
            of(Map.of("HTTPS_PROXY", "http://user:secret@127.0.0.1:" + server.getLocalPort()))
                    .orElseThrow()
                    .applyTo(builder);

            assertThatThrownBy(() -> builder.build()
                            .newCall(new Request.Builder()
                                    .url("https://llm.example/v1")
                                    .build())
                            .execute())
                    .isInstanceOf(IOException.class);

            assertThat(seen.get(10, TimeUnit.SECONDS))
                    .contains("CONNECT llm.example:443 HTTP/1.1", "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=");
        }
    }

    /** Asks for a password where there is none, and refuses the tunnel otherwise; gives the lines it was sent. */
    private static List<String> refuseTunnels(ServerSocket server) {
        List<String> lines = new ArrayList<>();
        boolean authorized = false;
        while (!authorized) {
            try (Socket socket = server.accept()) {
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                    lines.add(line);
                    authorized |= line.startsWith("Proxy-Authorization:");
                }
                String answer = authorized
                        ? "HTTP/1.1 502 No tunnel\r\n"
                        : "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\n";
                socket.getOutputStream()
                        .write((answer + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return lines;
            }
        }
        return lines;
    }

    private static Proxy select(ProxySettings proxies, String host) {
        return proxies.select(URI.create("https://" + host + "/v1")).get(0);
    }

    private static Optional<ProxySettings> of(Map<String, String> variables) {
        return ProxySettings.of(name -> Optional.ofNullable(variables.get(name)));
    }
}
