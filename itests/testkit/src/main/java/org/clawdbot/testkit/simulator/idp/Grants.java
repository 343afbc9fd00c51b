package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.idp.Token.Kind;

/** Authorizations, codes and tokens. One lock, so that a code or a refresh token never works twice. */
final class Grants {

    private final Clock clock;
    private final KeyRing keys;
    private final AppRegistry apps;
    private final Supplier<IdpSettings> settings;
    private final Map<String, Authorization> authorizations = new LinkedHashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, Long> requests = new HashMap<>();
    private long refreshes;
    private long reused;

    private record Code(
            Authorization authorization,
            Set<String> scopes,
            String redirectUri,
            Challenge challenge,
            Instant expires) {}

    Grants(Clock clock, KeyRing keys, AppRegistry apps, Supplier<IdpSettings> settings) {
        this.clock = clock;
        this.keys = keys;
        this.apps = apps;
        this.settings = settings;
    }

    private Authorization consent(App app, IdpUser user, Set<String> scopes) {
        Authorization authorization = authorizations.computeIfAbsent(
                user.id() + " " + app.id(), key -> new Authorization(app, user, apps.now()));
        authorization.grant(scopes);
        return authorization;
    }

    synchronized String code(App app, IdpUser user, Set<String> scopes, String redirectUri, Challenge challenge) {
        String code = RandomText.code();
        Instant expires = clock.instant().plusSeconds(settings.get().codeSeconds());
        codes.put(code, new Code(consent(app, user, scopes), scopes, redirectUri, challenge, expires));
        return code;
    }

    synchronized IssuedTokens issue(App app, IdpUser user, Set<String> scopes) {
        return issue(consent(app, user, scopes), scopes);
    }

    private IssuedTokens issue(Authorization authorization, Set<String> scopes) {
        IdpSettings now = settings.get();
        Instant issued = clock.instant();
        String access = RandomText.token("cak_");
        String refresh = RandomText.token("crt_");
        tokens.put(
                access, new Token(Kind.ACCESS, authorization, scopes, issued, issued.plusSeconds(now.accessSeconds())));
        Instant refreshEnd = now.refreshSeconds() > 0
                ? issued.plusSeconds(now.refreshSeconds())
                : issued.plus(authorization.app().refreshTokenLifetimeDays(), ChronoUnit.DAYS);
        tokens.put(refresh, new Token(Kind.REFRESH, authorization, scopes, issued, refreshEnd));
        keys.registerToken(access, scopes, () -> alive(access));
        return new IssuedTokens(access, refresh, now.accessSeconds(), String.join(" ", scopes));
    }

    /** The code is gone whatever follows. */
    synchronized IssuedTokens exchange(String text, String redirectUri, ClientCredentials client, String verifier) {
        Code code = codes.remove(text);
        if (code == null
                || !clock.instant().isBefore(code.expires())
                || code.authorization().revoked()
                || !code.redirectUri().equals(redirectUri)) {
            throw OAuthError.invalidGrant();
        }
        boolean secretReplaced =
                settings.get().pkceReplacesSecret() && code.challenge().present();
        checkClient(client, code.authorization().app(), secretReplaced);
        if (!code.challenge().provenBy(verifier)) {
            throw OAuthError.invalidGrant();
        }
        return issue(code.authorization(), code.scopes());
    }

    /** A refresh that fails leaves the token as it was. */
    synchronized IssuedTokens refresh(String text, ClientCredentials client) {
        Token token = tokens.get(text);
        if (token == null || !token.is(Kind.REFRESH)) {
            throw OAuthError.invalidGrant();
        }
        if (token.used()) {
            reused++;
        }
        if (!token.alive(clock.instant())) {
            throw OAuthError.invalidGrant();
        }
        checkClient(client, token.authorization().app(), false);
        if (settings.get().rotateStrictly()) {
            token.use();
        }
        refreshes++;
        return issue(token.authorization(), token.authorization().scopes());
    }

    private void checkClient(ClientCredentials client, App app, boolean secretReplaced) {
        boolean mayBeAbsent = secretReplaced || !settings.get().secretRequired();
        boolean proven = client.secret().isEmpty() ? mayBeAbsent : client.isSecretOf(app);
        if (!client.id().equals(app.registration().clientId()) || !proven) {
            throw OAuthError.invalidClient();
        }
    }

    synchronized boolean alive(String text) {
        Token token = tokens.get(text);
        return token != null && token.alive(clock.instant());
    }

    synchronized ObjectNode introspect(String text) {
        Token token = tokens.get(text);
        return token != null && token.alive(clock.instant())
                ? token.introspection()
                : Json.object().put("active", false);
    }

    synchronized Optional<IdpUser> user(String text) {
        return Optional.ofNullable(tokens.get(text))
                .map(token -> token.authorization().user());
    }

    synchronized void revoke(String text) {
        Optional.ofNullable(tokens.get(text)).ifPresent(Token::revoke);
    }

    synchronized void expire(String text) {
        Optional.ofNullable(tokens.get(text)).ifPresent(token -> token.expire(clock.instant()));
    }

    synchronized boolean revoked(String text) {
        Token token = tokens.get(text);
        return token != null && token.revoked();
    }

    synchronized List<ObjectNode> authorizations(IdpUser user) {
        return authorizations.values().stream()
                .filter(authorization -> authorization.user().equals(user) && !authorization.revoked())
                .map(Authorization::json)
                .toList();
    }

    synchronized boolean revokeAuthorization(IdpUser user, String appId) {
        Authorization authorization = authorizations.get(user.id() + " " + appId);
        if (authorization == null || authorization.revoked()) {
            return false;
        }
        authorization.revoke();
        tokens.values().stream()
                .filter(token -> token.authorization() == authorization)
                .forEach(Token::revoke);
        return true;
    }

    synchronized void count(String grantType) {
        requests.merge(grantType, 1L, Long::sum);
    }

    synchronized long requests(String grantType) {
        return requests.getOrDefault(grantType, 0L);
    }

    synchronized long refreshes() {
        return refreshes;
    }

    synchronized long reused() {
        return reused;
    }
}
