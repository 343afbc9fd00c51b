package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import org.clawdbot.testkit.simulator.http.Json;

/** An access or refresh token that was given out; guarded by {@link Grants}. */
final class Token {

    /** What it is for. */
    enum Kind {
        ACCESS("access_token"),
        REFRESH("refresh_token");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }
    }

    private final Kind kind;
    private final Authorization authorization;
    private final Set<String> scopes;
    private final Instant issued;
    private Instant expires;
    private boolean used;
    private boolean revoked;

    Token(Kind kind, Authorization authorization, Set<String> scopes, Instant issued, Instant expires) {
        this.kind = kind;
        this.authorization = authorization;
        this.scopes = scopes;
        this.issued = issued;
        this.expires = expires;
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    Authorization authorization() {
        return authorization;
    }

    boolean used() {
        return used;
    }

    boolean revoked() {
        return revoked;
    }

    boolean expired(Instant now) {
        return !now.isBefore(expires);
    }

    boolean alive(Instant now) {
        return !used && !revoked && !expired(now) && !authorization.revoked();
    }

    void use() {
        used = true;
    }

    void revoke() {
        revoked = true;
    }

    void expire(Instant now) {
        expires = now;
    }

    ObjectNode introspection() {
        return Json.object()
                .put("active", true)
                .put("token_type", kind.wireName)
                .put("exp", expires.getEpochSecond())
                .put("iat", issued.getEpochSecond())
                .put("scope", String.join(" ", kind == Kind.ACCESS ? scopes : authorization.scopes()))
                .put("client_id", authorization.app().registration().clientId())
                .put("username", authorization.user().name())
                .put("sub", authorization.user().id());
    }
}
