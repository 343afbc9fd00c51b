package org.clawdbot.chutes.account.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Remembers which certificate a server showed, so that a refused one can be named. Refuses what the client refuses. */
final class ShownCertificates {

    private volatile @Nullable X509Certificate shown;

    /** Gives a client that trusts as the shared one does. */
    OkHttpClient.Builder watch(OkHttpClient shared) {
        OkHttpClient.Builder builder = shared.newBuilder();
        X509TrustManager trust = shared.x509TrustManager();
        if (trust == null) {
            return builder;
        }
        try {
            X509TrustManager watching = new Watching(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {watching}, null);
            return builder.sslSocketFactory(context.getSocketFactory(), watching);
        } catch (GeneralSecurityException noTls) {
            return builder;
        }
    }

    Optional<X509Certificate> shown() {
        return Optional.ofNullable(shown);
    }

    private final class Watching implements X509TrustManager {

        private final X509TrustManager trust;

        private Watching(X509TrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            shown = chain[0];
            trust.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}
