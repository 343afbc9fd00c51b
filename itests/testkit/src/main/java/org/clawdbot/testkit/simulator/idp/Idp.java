package org.clawdbot.testkit.simulator.idp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.clawdbot.testkit.simulator.auth.KeyRing;
import org.clawdbot.testkit.simulator.http.Exchange;
import org.clawdbot.testkit.simulator.http.Json;
import org.clawdbot.testkit.simulator.http.RouteGroup;
import org.clawdbot.testkit.simulator.http.Routes;

/**
 * "Sign in with Chutes": authorization code and refresh token grants as the server was seen to do them, everything kept
 * in memory. The access tokens it gives out are accepted by the inference and account routes as far as their scopes go.
 * Thread safe.
 */
public final class Idp implements RouteGroup {

    private final AppRegistry apps;
    private final Grants grants;
    private final SignIns signIns;
    private final KeyRing keys;
    private volatile IdpSettings settings;

    /**
     * Makes one with one app, {@link FakeSignIn#CLIENT_ID}.
     *
     * @param clock decides what has expired
     * @param keys gets to know the access tokens
     * @param settings to begin with
     */
    public Idp(Clock clock, KeyRing keys, IdpSettings settings) {
        this.settings = settings;
        this.keys = keys;
        apps = new AppRegistry(clock);
        grants = new Grants(clock, keys, apps, () -> this.settings);
        signIns = new SignIns(clock);
        apps.add(apps.withDefaults(new RegisteredApp(
                "a0000000-0000-4000-8000-00000000cafe",
                "Simulated agent host",
                FakeSignIn.CLIENT_ID,
                FakeSignIn.CLIENT_SECRET,
                List.of(FakeSignIn.REDIRECT_URI))));
    }

    @Override
    public void addTo(Routes routes) {
        routes.on("GET", "/.well-known/openid-configuration", Idp::discovery).on("GET", "/idp/scopes", Idp::scopes);
        new AuthorizeRoutes(apps, grants, signIns, this::settings).addTo(routes);
        new TokenRoutes(apps, grants, keys).addTo(routes);
        new AppRoutes(apps, grants, keys).addTo(routes);
    }

    private static void discovery(Exchange exchange) {
        String issuer = "http://" + exchange.request().header("Host").orElse("127.0.0.1");
        ObjectNode document = Json.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", issuer + "/idp/authorize")
                .put("token_endpoint", issuer + "/idp/token")
                .put("userinfo_endpoint", issuer + "/idp/userinfo")
                .put("revocation_endpoint", issuer + "/idp/token/revoke")
                .put("introspection_endpoint", issuer + "/idp/token/introspect");
        Scopes.all().keySet().forEach(document.putArray("scopes_supported")::add);
        document.putArray("response_types_supported").add("code");
        document.putArray("response_modes_supported").add("query");
        document.putArray("grant_types_supported").add("authorization_code").add("refresh_token");
        // More than the token endpoint really takes, as at the server.
        document.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("client_secret_basic")
                .add("none");
        document.putArray("code_challenge_methods_supported").add("plain").add("S256");
        document.put("service_documentation", "https://docs.chutes.ai/oauth");
        document.putArray("subject_types_supported").add("public");
        document.putArray("claims_supported").add("sub").add("username").add("created_at");
        exchange.json(200, document);
    }

    private static void scopes(Exchange exchange) {
        ObjectNode answer = Json.object();
        ObjectNode descriptions = answer.putObject("scopes");
        Scopes.all().forEach(descriptions::put);
        exchange.json(200, answer);
    }

    /**
     * How it behaves now.
     *
     * @return the settings
     */
    public IdpSettings settings() {
        return settings;
    }

    /**
     * Changes how it behaves from now on; what was given out keeps its lifetime.
     *
     * @param next the new settings
     */
    public void settings(IdpSettings next) {
        settings = next;
    }

    /**
     * The app that is always there.
     *
     * @return with client id, secret and redirect address of {@link FakeSignIn}
     */
    public RegisteredApp demoApp() {
        return app(FakeSignIn.CLIENT_ID).registration();
    }

    private App app(String clientId) {
        return apps.ofClient(clientId)
                .orElseThrow(() -> new IllegalArgumentException("No app has the client id " + clientId));
    }

    /**
     * Registers an app of {@link FakeSignIn#USERNAME}; names need not be unique here.
     *
     * @param name what users see
     * @param redirectUris where answers may go
     * @return the app with its new client id and secret
     */
    public RegisteredApp registerApp(String name, String... redirectUris) {
        RegisteredApp registration = new RegisteredApp(
                UUID.randomUUID().toString(),
                name,
                RandomText.clientId(),
                RandomText.clientSecret(),
                List.of(redirectUris));
        return apps.add(apps.withDefaults(registration)).registration();
    }

    /**
     * Gives out tokens as if the user had just signed in to the app and allowed these scopes.
     *
     * @param app a registered app
     * @param username any name; the account is made when there is none
     * @param scopes what is allowed, not checked; also what later refreshes of this user and app yield
     * @return the tokens
     */
    public IssuedTokens issueTokens(RegisteredApp app, String username, String... scopes) {
        Set<String> granted = Scopes.requested(String.join(" ", scopes));
        return grants.issue(app(app.clientId()), IdpUser.named(username), granted);
    }

    /**
     * Whom a credential belongs to.
     *
     * @param credential an access token, or anything else
     * @return the user who allowed the token; otherwise the one user that owns everything else
     */
    public IdpUser userOf(String credential) {
        return grants.user(credential).orElse(IdpUser.SIMULATED);
    }

    /**
     * Lets a token expire now, as if its time were over.
     *
     * @param token an access or refresh token given out here
     */
    public void expire(String token) {
        grants.expire(token);
    }

    /**
     * Revokes one token, as its owner can at the server.
     *
     * @param token an access or refresh token given out here
     */
    public void revoke(String token) {
        grants.revoke(token);
    }

    /**
     * Whether a token was revoked, alone or with the whole authorization. Being used or expired does not count.
     *
     * @param token an access or refresh token given out here
     * @return true when it was
     */
    public boolean isRevoked(String token) {
        return grants.revoked(token);
    }

    /**
     * Requests that reached the token endpoint, well answered or refused; those that the scenario answered do not count.
     *
     * @param grantType such as {@code refresh_token}
     * @return how many so far
     */
    public long tokenRequests(String grantType) {
        return grants.requests(grantType);
    }

    /**
     * Refreshes that succeeded.
     *
     * @return how many so far
     */
    public long refreshes() {
        return grants.refreshes();
    }

    /**
     * Attempts to refresh with a token that had been used before: what a client that keeps its tokens well never does.
     *
     * @return how many so far
     */
    public long reusedRefreshTokens() {
        return grants.reused();
    }
}
