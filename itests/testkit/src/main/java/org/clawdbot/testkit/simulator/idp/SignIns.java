package org.clawdbot.testkit.simulator.idp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Who is signed in (by cookie), and who is looking at a consent page. Thread safe. */
final class SignIns {

    static final Duration COOKIE_LIFETIME = Duration.ofDays(7);
    private static final Duration CONSENT_LIFETIME = Duration.ofMinutes(10);
    private static final String COOKIE = "chutes-session-token";

    private final Clock clock;
    private final Map<String, Signed> cookies = new ConcurrentHashMap<>();
    private final Map<String, Consent> consents = new ConcurrentHashMap<>();

    private record Signed(IdpUser user, Instant expires) {}

    /** A request for consent, as it was when the page was opened. */
    record Consent(App app, IdpUser user, Fields request, Instant expires) {}

    SignIns(Clock clock) {
        this.clock = clock;
    }

    Optional<IdpUser> user(RecordedRequest request) {
        for (String pair : request.header("Cookie").orElse("").split(";", -1)) {
            String[] parts = pair.strip().split("=", 2);
            Signed signed = parts.length == 2 && parts[0].equals(COOKIE) ? cookies.get(parts[1]) : null;
            if (signed != null && clock.instant().isBefore(signed.expires())) {
                return Optional.of(signed.user());
            }
        }
        return Optional.empty();
    }

    /** The value of a Set-Cookie header. Domain and Secure are left out: this server is plain HTTP on an address. */
    String signIn(IdpUser user) {
        String value = RandomText.code();
        cookies.put(value, new Signed(user, clock.instant().plus(COOKIE_LIFETIME)));
        return COOKIE + "=" + value + "; Max-Age=" + COOKIE_LIFETIME.toSeconds() + "; Path=/; HttpOnly; SameSite=Lax";
    }

    /** The id of the page. */
    String ask(App app, IdpUser user, Fields request) {
        String id = UUID.randomUUID().toString();
        consents.put(id, new Consent(app, user, request, clock.instant().plus(CONSENT_LIFETIME)));
        return id;
    }

    Optional<Consent> consent(String id) {
        return current(consents.get(id));
    }

    /** As above, once only. */
    Optional<Consent> takeConsent(String id) {
        return current(consents.remove(id));
    }

    private Optional<Consent> current(@Nullable Consent consent) {
        return Optional.ofNullable(consent).filter(found -> clock.instant().isBefore(found.expires()));
    }
}
