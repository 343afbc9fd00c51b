package org.clawdbot.chutes.account.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.chutes.wire.ChutesErrors;

/** Says why a server was not reached, as exactly as can be known. */
final class Unreachable {

    private static final String NETWORK = "Check the network; behind a proxy set HTTPS_PROXY";
    private static final String PROXY_LOGIN = "Failed to authenticate with proxy";
    private static final int DNS_NAME = 2;
    private static final int NAMES = 3;

    private final String host;
    private final ShownCertificates certificates;
    private final Clock clock;

    Unreachable(String host, ShownCertificates certificates, Clock clock) {
        this.host = host;
        this.certificates = certificates;
        this.clock = clock;
    }

    Finding finding(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return Finding.fail("The name " + host + " cannot be looked up", NETWORK);
        }
        if (failure instanceof SSLException) {
            return certificates
                    .shown()
                    .map(shown -> certificate(shown, failure))
                    .orElseGet(() -> Finding.fail(
                            host + " does not take part in a TLS handshake",
                            "Check that the proxy lets it through, and that baseUrl is right"));
        }
        if (failure instanceof InterruptedIOException) {
            return Finding.fail(host + " does not answer within seconds", NETWORK);
        }
        if (PROXY_LOGIN.equals(failure.getMessage())) {
            return Finding.fail(
                    "The proxy wants another name and password on the way to " + host,
                    "Set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT");
        }
        return Finding.fail(
                String.valueOf(ChutesErrors.of(failure, host, ErrorDetails.NONE).getMessage()), NETWORK);
    }

    private Finding certificate(X509Certificate shown, IOException failure) {
        Instant now = clock.instant();
        if (now.isAfter(shown.getNotAfter().toInstant())) {
            return Finding.fail(
                    "The certificate of " + host + " ended at "
                            + shown.getNotAfter().toInstant(),
                    "Check that the clock of this machine is right; it says " + now);
        }
        if (now.isBefore(shown.getNotBefore().toInstant())) {
            return Finding.fail(
                    "The certificate of " + host + " begins only at "
                            + shown.getNotBefore().toInstant(),
                    "Check that the clock of this machine is right; it says " + now);
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return Finding.fail(
                    "The certificate shown by " + host + " is for another name: " + names(shown),
                    "Check baseUrl and accountUrl, and that no proxy answers in its place");
        }
        return Finding.fail(
                "The certificate of " + host + " is not trusted; it was issued by "
                        + shown.getIssuerX500Principal().getName(),
                "If that is a proxy of your own, name its certificate with caFile in the PID org.clawdbot.http");
    }

    private static String names(X509Certificate shown) {
        try {
            Collection<List<?>> names = shown.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream()
                        .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                        .limit(NAMES)
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException unreadable) {
            // then the subject has to do
        }
        return shown.getSubjectX500Principal().getName();
    }
}
