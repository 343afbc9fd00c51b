package org.clawdbot.testkit.simulator.auth;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.clawdbot.testkit.simulator.http.RecordedRequest;
import org.clawdbot.testkit.simulator.http.Refusal;

/** Which credentials are accepted; refusals use the gateway's status and text for each case. Thread safe. */
public final class KeyRing {

    private static final Pattern API_KEY = Pattern.compile("cpk_[a-f0-9]{32}\\.[a-f0-9]{32}\\.[a-zA-Z0-9]{32}");

    private static final String UNKNOWN_ON_ACCOUNT_HOST = "Can't find a user with that api key in our db :(";

    private final Set<String> required = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private record Token(Set<String> scopes, BooleanSupplier alive) {}

    /**
     * Accepts only the keys named so, from the first call on; before it every well-formed key is accepted.
     *
     * @param key an API key
     */
    public void require(String key) {
        required.add(key);
    }

    /**
     * Refuses a key or token from now on.
     *
     * @param credential an API key or access token
     */
    public void revoke(String credential) {
        revoked.add(credential);
        tokens.remove(credential);
    }

    /**
     * Accepts an access token from now on.
     *
     * @param token begins with {@code cak_}
     * @param scopes what it may do, such as {@code chutes:invoke}
     */
    public void registerToken(String token, Set<String> scopes) {
        registerToken(token, scopes, () -> true);
    }

    /**
     * Accepts an access token from now on, as long as its issuer stands by it.
     *
     * @param token begins with {@code cak_}
     * @param scopes what it may do, such as {@code chutes:invoke}
     * @param alive asked at each use; false once the token is expired or revoked
     */
    public void registerToken(String token, Set<String> scopes, BooleanSupplier alive) {
        revoked.remove(token);
        tokens.put(token, new Token(Set.copyOf(scopes), alive));
    }

    /**
     * What an access token may do.
     *
     * @param token begins with {@code cak_}
     * @return its scopes, or empty when it is unknown, expired or revoked
     */
    public Optional<Set<String>> scopes(String token) {
        return Optional.ofNullable(tokens.get(token))
                .filter(known -> known.alive().getAsBoolean())
                .map(Token::scopes);
    }

    /**
     * Lets a request to an inference route pass or refuses it.
     *
     * @param request the request
     * @throws Refusal 401 or 403
     */
    public void checkInference(RecordedRequest request) {
        check(request, Set.of("chutes:invoke", "admin"), "Authentication required.");
    }

    /**
     * Lets a request to a public inference route pass, or refuses it when it carries a wrong credential.
     *
     * @param request the request
     * @throws Refusal 401
     */
    public void checkPublic(RecordedRequest request) {
        if (request.header("Authorization").isPresent()) {
            check(request, Set.of(), "Authentication required.");
        }
    }

    /**
     * Lets a request to an account route pass or refuses it.
     *
     * @param request the request
     * @throws Refusal 401 or 403
     */
    public void checkAccount(RecordedRequest request) {
        check(
                request,
                Set.of("profile", "profile:read", "quota", "quota:read", "account:read", "admin"),
                UNKNOWN_ON_ACCOUNT_HOST);
    }

    /**
     * Lets a request about apps and authorizations pass or refuses it: API keys may, ordinary access tokens may not.
     *
     * @param request the request
     * @throws Refusal 401 or 403
     */
    public void checkOwner(RecordedRequest request) {
        check(request, Set.of("admin"), UNKNOWN_ON_ACCOUNT_HOST);
    }

    private void check(RecordedRequest request, Set<String> anyOf, String unknownToken) {
        String credential = request.credential().orElseThrow(() -> new Refusal(401, "Authentication required."));
        if (credential.startsWith("cpk_")) {
            if (!API_KEY.matcher(credential).matches()) {
                throw new Refusal(401, "Missing or invalid authorization header(s)");
            }
            if (revoked.contains(credential) || (!required.isEmpty() && !required.contains(credential))) {
                throw new Refusal(401, "Invalid token or user not found");
            }
        } else if (credential.startsWith("cak_")) {
            Set<String> scopes = scopes(credential).orElseThrow(() -> new Refusal(401, unknownToken));
            if (!anyOf.isEmpty() && scopes.stream().noneMatch(anyOf::contains)) {
                throw new Refusal(403, "Token does not have permission for this resource");
            }
        } else {
            throw new Refusal(401, "Invalid token.");
        }
    }
}
