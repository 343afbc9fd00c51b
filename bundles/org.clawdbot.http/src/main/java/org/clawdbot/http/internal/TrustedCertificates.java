package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Trusts certificates of a file besides those that the JVM trusts, as a company with a proxy of its own needs it. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * Makes a client trust what a file holds.
     *
     * @param pem certificates in PEM or DER, one or more
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it holds no certificates
     */
    static void apply(Path pem, OkHttpClient.Builder builder) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int count = 0;
        for (Certificate certificate : certificates(pem)) {
            trusted.setCertificateEntry("configured-" + count++, certificate);
        }
        for (X509Certificate certificate : trustManager(null).getAcceptedIssuers()) {
            trusted.setCertificateEntry("usual-" + count++, certificate);
        }
        X509TrustManager manager = trustManager(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        builder.sslSocketFactory(context.getSocketFactory(), manager);
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            return found;
        }
    }

    private static X509TrustManager trustManager(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new CertificateException("this JVM checks no X.509 certificates"));
    }
}
