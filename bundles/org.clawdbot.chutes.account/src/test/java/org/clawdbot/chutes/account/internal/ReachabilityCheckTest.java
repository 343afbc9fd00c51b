package org.clawdbot.chutes.account.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.chutes.wire.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReachabilityCheckTest {

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");
    private static final long LONG_AGO = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    private static final long FAR_OFF = Instant.parse("2120-01-01T00:00:00Z").toEpochMilli();
    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("Test authority")
            .validityInterval(LONG_AGO, FAR_OFF)
            .build();
    private static final HandshakeCertificates TRUSTING = new HandshakeCertificates.Builder()
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();

    private final MockWebServer server = new MockWebServer();
    private OkHttpClient http = new OkHttpClient();

    /** Before the first start the server can still be told to speak TLS. */
    private String url(String path) throws IOException {
        if (!server.getStarted()) {
            server.start();
        }
        return server.url(path).toString();
    }

    @AfterEach
    void stop() {
        server.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    @Test
    void anAnswerOfAnyKindWillDoAndNoCredentialIsSent() throws Exception {
        server.enqueue(answer(404, NOW));

        String url = url("/v1");
        assertThat(run(url))
                .extracting(Finding::toString)
                .containsExactly(
                        Finding.ok("localhost:" + server.getPort() + " answers after 0 ms, not encrypted")
                                .toString(),
                        Finding.ok("The clock agrees with that of localhost:" + server.getPort())
                                .toString());
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("HEAD");
        assertThat(request.getHeaders().names()).doesNotContain("Authorization");
    }

    @Test
    void oneServerIsAskedOnce() throws Exception {
        server.enqueue(answer(200, NOW));

        run(url("/v1"), url("/"));

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aClockThatIsOffIsSaidToBeSo() throws Exception {
        server.enqueue(answer(200, NOW.plusSeconds(300)));
        server.enqueue(answer(200, NOW.minusSeconds(61)));
        String url = url("/");

        assertThat(run(url).get(1).message()).contains("is 300 s behind that of localhost");
        assertThat(run(url).get(1))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.WARN))
                .satisfies(finding -> assertThat(finding.message()).contains("is 61 s ahead of that of"))
                .satisfies(finding -> assertThat(finding.fix()).contains("timedatectl"));
    }

    @Test
    void anErrorOfTheServerIsAWarning() throws Exception {
        server.enqueue(answer(503, NOW));

        assertThat(run(url("/")).get(0).level()).isEqualTo(Finding.Level.WARN);
    }

    @Test
    void namesTheVersionOfTls() throws Exception {
        secured("localhost");
        server.enqueue(answer(200, NOW));

        assertThat(run(url("/")).get(0).message()).endsWith(", TLSv1.3");
    }

    @Test
    void aCertificateThatIsNotTrustedIsNamedByItsIssuer() throws Exception {
        secured("localhost");
        http = new OkHttpClient();

        assertFails(run(url("/")), "is not trusted; it was issued by", "CN=Test authority", "caFile");
    }

    @Test
    void aCertificateForAnotherNameIsNamed() throws Exception {
        secured("proxy.example");

        assertFails(run(url("/")), "is for another name: proxy.example", "baseUrl");
    }

    @Test
    void aProxyIsNamed() throws Exception {
        server.enqueue(answer(200, NOW));
        url("/");
        http = http.newBuilder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", server.getPort())))
                .build();

        assertThat(run("http://chutes.invalid").get(0).message())
                .startsWith("chutes.invalid answers")
                .endsWith("through the proxy localhost:" + server.getPort());
    }

    @Test
    void whereNothingListensThatIsSaid() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }

        assertFails(run("http://localhost:" + port), "Nothing answers at localhost:" + port, "proxy", "HTTPS_PROXY");
    }

    @Test
    void aNameThatIsNoneIsSaidToBeSo() throws Exception {
        http = http.newBuilder()
                .dns(name -> {
                    throw new UnknownHostException(name);
                })
                .build();

        assertFails(run("https://chutes.invalid"), "The name chutes.invalid cannot be looked up", "HTTPS_PROXY");
    }

    @Test
    void anAddressThatIsNoneIsNamedByItsSetting() throws Exception {
        assertFails(run("nonsense"), "must be an http(s) URL", "Set a setting");
    }

    private void secured(String name) {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName(name)
                .validityInterval(LONG_AGO, FAR_OFF)
                .build();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
        http = new OkHttpClient.Builder()
                .sslSocketFactory(TRUSTING.sslSocketFactory(), TRUSTING.trustManager())
                .build();
    }

    private static void assertFails(List<Finding> findings, String... words) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
            assertThat(finding.toString()).contains(words);
        });
    }

    private List<Finding> run(String... urls) throws InterruptedException {
        List<Endpoint> endpoints =
                Stream.of(urls).map(url -> Endpoint.of(url, "", "a setting")).toList();
        return new ReachabilityCheck(() -> http, endpoints, Clock.fixed(NOW, ZoneOffset.UTC)).run();
    }

    private static MockResponse answer(int status, Instant date) {
        String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(date, ZoneOffset.UTC));
        return new MockResponse.Builder().code(status).setHeader("Date", text).build();
    }
}
