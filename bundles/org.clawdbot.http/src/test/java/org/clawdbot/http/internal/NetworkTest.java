package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client over real sockets: TLS with a certificate authority of our own, HTTP/2, gzip, and both kinds of proxies. */
@Timeout(30)
class NetworkTest {

    private static final long MUCH = 16 * 1024 * 1024;

    private static HeldCertificate authority;
    private static HandshakeCertificates identity;

    @TempDir
    private Path folder;

    private final MockWebServer server = new MockWebServer();

    @BeforeAll
    static void issueCertificates() {
        authority = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .commonName("Test authority")
                .build();
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("llm.example")
                .addSubjectAlternativeName("forbidden.example")
                .build();
        identity = new HandshakeCertificates.Builder().heldCertificate(own).build();
    }

    @BeforeEach
    void start() throws IOException {
        server.useHttps(identity.sslSocketFactory());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAuthorityThatNobodyConfiguredIsNotTrusted() {
        OkHttpClient strict = client("", "");

        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> call(strict, server.url("/").toString()));
    }

    @Test
    void aConfiguredAuthorityIsTrustedBesidesTheUsualOnes() throws IOException {
        answer("Hello");
        OkHttpClient client = client("", authorityFile());

        try (Response response = call(client, server.url("/").toString())) {
            assertThat(response.body().string()).isEqualTo("Hello");
        }
        assertThat(client.x509TrustManager().getAcceptedIssuers())
                .contains(authority.certificate())
                .hasSizeGreaterThan(20);
    }

    @Test
    void oneHttp2ConnectionCarriesEverything() throws Exception {
        OkHttpClient client = client("", authorityFile());
        for (int i = 0; i < 3; i++) {
            answer("Hello");
            try (Response response = call(client, server.url("/").toString())) {
                assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
                assertThat(response.body().string()).isEqualTo("Hello");
            }
            RecordedRequest request = server.takeRequest();
            assertThat(request.getConnectionIndex()).isZero();
            assertThat(request.getExchangeIndex()).isEqualTo(i);
        }
    }

    @Test
    void unpacksWhatTheServerPacked() throws Exception {
        Buffer packed = new Buffer();
        try (var gzip = Okio.buffer(new GzipSink(packed))) {
            gzip.writeUtf8("Hello ".repeat(1_000));
        }
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(packed)
                .build());

        try (Response response =
                call(client("", authorityFile()), server.url("/").toString())) {
            assertThat(response.body().string()).isEqualTo("Hello ".repeat(1_000));
        }
        assertThat(server.takeRequest().getHeaders().get("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void goesThroughAnHttpProxyThatWantsAPassword() throws IOException {
        answer("Hello");
        try (FakeProxy proxy = FakeProxy.http(server.getPort());
                Response response =
                        call(client(proxy.url("http", "s%3Acret"), authorityFile()), "https://llm.example/v1")) {
            assertThat(response.body().string()).isEqualTo("Hello");
            assertThat(proxy.asked()).containsExactly("llm.example:443");
        }
    }

    @Test
    void anHttpProxyThatRefusesThePasswordIsAskedOnce() throws IOException {
        try (FakeProxy proxy = FakeProxy.http(server.getPort())) {
            OkHttpClient client = client(proxy.url("http", "wrong"), authorityFile());

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> call(client, "https://llm.example/v1"));
            assertThat(proxy.asked()).isEmpty();
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void goesThroughASocksProxyThatWantsAPasswordAndLooksNamesUp() throws IOException {
        answer("Hello");
        try (FakeProxy proxy = FakeProxy.socks(server.getPort());
                Response response =
                        call(client(proxy.url("socks5", "s%3Acret"), authorityFile()), "https://llm.example/v1")) {
            assertThat(response.body().string()).isEqualTo("Hello");
            assertThat(proxy.asked()).containsExactly("llm.example:443");
        }
    }

    @Test
    void aSocksProxyThatRefusesIsNamedAndThePasswordIsNot() throws IOException {
        try (FakeProxy proxy = FakeProxy.socks(server.getPort())) {
            OkHttpClient wrong = client(proxy.url("socks5", "wrong"), authorityFile());
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> call(wrong, "https://llm.example/v1"))
                    .withStackTraceContaining("refused the name or the password")
                    .withMessageNotContaining("wrong@");

            OkHttpClient right = client(proxy.url("socks5", "s%3Acret"), authorityFile());
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> call(right, "https://forbidden.example/v1"))
                    .withStackTraceContaining("its rules forbid it");
        }
    }

    @Test
    void thisMachineIsReachedAroundASocksProxy() throws IOException {
        answer("Hello");
        try (FakeProxy proxy = FakeProxy.socks(server.getPort());
                Response response = call(
                        client(proxy.url("socks5", "s%3Acret"), authorityFile()),
                        "https://localhost:" + server.getPort() + "/")) {
            assertThat(response.body().string()).isEqualTo("Hello");
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"http, '1;'", "https, '1;'", "http, ''", "https, ''"})
    void aChunkWhoseFirstLineNeverEndsUsesUpNoMemory(String scheme, String begun) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n" + begun;
        try (EndlessServer endless = new EndlessServer(sockets(scheme), head, "0".repeat(8_192));
                Response response =
                        call(client("", authorityFile()), scheme + "://localhost:" + endless.port() + "/")) {
            assertThat(response.body().source().readUtf8(5)).isEqualTo("Hello");
            assertThatExceptionOfType(StreamCorruptedException.class)
                    .isThrownBy(() -> response.body().source().readByte());
        }
    }

    @Test
    void leavingABodyWhoseRestNeverEndsUsesUpNoMemory() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n1;";
        try (EndlessServer endless = new EndlessServer(sockets("http"), head, "x".repeat(8_192))) {
            Response response = call(client("", ""), "http://localhost:" + endless.port() + "/");
            assertThat(response.body().source().readUtf8(5)).isEqualTo("Hello");

            response.close();

            assertThat(endless.sent()).isLessThan(MUCH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-More: of the same\r\n", "x", "\r", ": \r\n"})
    void headersWithoutEndUseUpNoMemory(String repeated) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nX-First: ";
        try (EndlessServer endless = new EndlessServer(sockets("http"), head, repeated.repeat(1_000))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> call(client("", ""), "http://localhost:" + endless.port() + "/"));
            assertThat(endless.sent()).isLessThan(MUCH);
        }
    }

    @Test
    void continuationsWithoutEndUseUpNoMemory() throws Exception {
        String field = "\u0000\u0001x\u0001y";
        String settings = frame(4, 0, 0, "");
        String status = "\u0088";
        String begin = settings + frame(1, 0, 3, status);
        String more = frame(9, 0, 3, field.repeat(8_000 / field.length()));
        try (EndlessServer endless = EndlessServer.http2(identity.sslContext(), begin, more)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> call(client("", authorityFile()), "https://localhost:" + endless.port() + "/"));
            assertThat(endless.sent()).isLessThan(MUCH);
        }
    }

    /** One frame of HTTP/2. */
    private static String frame(int type, int flags, int stream, String payload) {
        int length = payload.length();
        return new String(new char[] {
                    0, (char) (length >> 8), (char) (length & 0xFF), (char) type, (char) flags, 0, 0, 0, (char) stream
                })
                + payload;
    }

    private static ServerSocketFactory sockets(String scheme) {
        return scheme.equals("https")
                ? identity.sslContext().getServerSocketFactory()
                : ServerSocketFactory.getDefault();
    }

    private String authorityFile() throws IOException {
        Path file = folder.resolve("ca.pem");
        Files.writeString(file, authority.certificatePem());
        return file.toString();
    }

    private static OkHttpClient client(String proxy, String caFile) {
        return new ClientSettings(Duration.ofSeconds(5), proxy, List.of(), caFile, "clawdbot/test")
                .client(name -> Optional.empty());
    }

    private void answer(String body) {
        server.enqueue(new MockResponse.Builder().body(body).build());
    }

    private static Response call(OkHttpClient client, String url) throws IOException {
        return client.newCall(new Request.Builder().url(url).build()).execute();
    }
}
