package org.clawdbot.chutes.account.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.chutes.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server for nothing but an answer, and says how that went. Any answer will do: what is looked at is the way
 * there, and the clock at its end.
 */
final class Probe {

    /** Below the patience of whoever runs checks, so that the reason is told. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** A token that is renewed on time must not be taken for one that has ended. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final String SET_CLOCK = "Set the clock of this machine, such as with: timedatectl set-ntp true";
    private static final int SERVER_ERROR = 500;

    private final String host;
    private final Clock clock;
    private final ShownCertificates certificates;
    private final Call call;
    private volatile @Nullable Connection connection;

    Probe(OkHttpClient shared, Endpoint endpoint, Clock clock) {
        this.host = endpoint.host();
        this.clock = clock;
        this.certificates = new ShownCertificates();
        OkHttpClient.Builder builder = certificates
                .watch(shared)
                .callTimeout(LIMIT)
                .connectTimeout(LIMIT)
                .eventListener(new EventListener() {
                    @Override
                    public void connectionAcquired(Call call, Connection acquired) {
                        connection = acquired;
                    }
                });
        this.call = builder.build()
                .newCall(new Request.Builder().url(endpoint.at("/")).head().build());
    }

    CompletableFuture<List<Finding>> start() {
        CompletableFuture<List<Finding>> findings = new CompletableFuture<>();
        Instant begun = clock.instant();
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call answered, Response response) {
                try (response) {
                    findings.complete(answered(response, begun, clock.instant()));
                }
            }

            @Override
            public void onFailure(Call failed, IOException failure) {
                findings.complete(List.of(new Unreachable(host, certificates, clock).finding(failure)));
            }
        });
        return findings;
    }

    void cancel() {
        call.cancel();
    }

    private List<Finding> answered(Response response, Instant begun, Instant ended) {
        List<Finding> findings = new ArrayList<>();
        String text = host + " answers after " + Duration.between(begun, ended).toMillis() + " ms" + way(response);
        findings.add(
                response.code() >= SERVER_ERROR
                        ? Finding.warn(text + ", but with the error " + response.code(), "Try again later")
                        : Finding.ok(text));
        Date date = response.headers().getDate("Date");
        if (date != null) {
            Duration ahead = Duration.between(
                    date.toInstant(), begun.plus(Duration.between(begun, ended).dividedBy(2)));
            findings.add(skew(ahead));
        }
        return findings;
    }

    private Finding skew(Duration ahead) {
        if (ahead.abs().compareTo(SKEW) <= 0) {
            return Finding.ok("The clock agrees with that of " + host);
        }
        return Finding.warn(
                "The clock of this machine is " + ahead.abs().toSeconds() + " s "
                        + (ahead.isNegative() ? "behind" : "ahead of") + " that of " + host
                        + "; tokens may be taken for good or ended when they are not",
                SET_CLOCK);
    }

    private String way(Response response) {
        Handshake handshake = response.handshake();
        return (handshake == null
                        ? ", not encrypted"
                        : ", " + handshake.tlsVersion().javaName())
                + proxy().map(address -> ", through the proxy " + address).orElse("");
    }

    private Optional<String> proxy() {
        Connection used = connection;
        if (used == null || used.route().proxy().type() == Proxy.Type.DIRECT) {
            return Optional.empty();
        }
        return used.route().proxy().address() instanceof InetSocketAddress address
                ? Optional.of(address.getHostString() + ":" + address.getPort())
                : Optional.empty();
    }
}
