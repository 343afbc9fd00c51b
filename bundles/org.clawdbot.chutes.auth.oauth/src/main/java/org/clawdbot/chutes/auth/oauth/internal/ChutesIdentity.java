package org.clawdbot.chutes.auth.oauth.internal;

import com.github.scribejava.core.builder.ServiceBuilder;
import com.github.scribejava.core.builder.api.DefaultApi20;
import com.github.scribejava.core.extractors.TokenExtractor;
import com.github.scribejava.core.model.OAuth2AccessToken;
import com.github.scribejava.core.oauth.AccessTokenRequestParams;
import com.github.scribejava.core.oauth.OAuth20Service;
import com.github.scribejava.core.oauth2.clientauthentication.ClientAuthentication;
import com.github.scribejava.core.oauth2.clientauthentication.RequestBodyAuthenticationScheme;
import com.github.scribejava.core.revoke.TokenTypeHint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.Lazy;
import org.jspecify.annotations.Nullable;

/** The identity provider of Chutes as ScribeJava sees it. Thread safe; each call waits at most the given time. */
final class ChutesIdentity {

    /** Who signs out does not wait for long. */
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final Endpoint account;
    private final Lazy<ScribeHttp> http;
    private final Lazy<ScribeHttp> hasty;
    private final Api api = new Api();

    /** A token request must never be sent twice unasked or follow a redirect: what it carries works once. */
    ChutesIdentity(Supplier<OkHttpClient> shared, Endpoint account, Duration timeout) {
        this.account = account;
        this.http = http(shared, timeout);
        this.hasty = http(shared, timeout.compareTo(GOODBYE) < 0 ? timeout : GOODBYE);
    }

    private static Lazy<ScribeHttp> http(Supplier<OkHttpClient> shared, Duration timeout) {
        return new Lazy<>(() -> new ScribeHttp(shared.get()
                .newBuilder()
                .callTimeout(timeout)
                .readTimeout(timeout)
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .build()));
    }

    /** The page at which the user agrees. */
    URI authorizeUrl(LoginAttempt login) {
        return URI.create(service(new Client(login.clientId(), null), login.redirectUri(), http)
                .createAuthorizationUrlBuilder()
                .scope(String.join(" ", login.scopes()))
                .state(login.state().reveal())
                .pkce(login.pkce())
                .build());
    }

    /** Exchanges a code, which works once, for tokens. */
    Grant exchange(Client client, LoginAttempt login, Secret code) throws IOException {
        AccessTokenRequestParams parameters = AccessTokenRequestParams.create(code.reveal())
                .pkceCodeVerifier(login.verifier().reveal());
        Grant grant = grant(() -> service(client, login.redirectUri(), http).getAccessToken(parameters));
        if (grant.refresh() == null) {
            throw new UnusableAnswerException(200, "the answer has no refresh token");
        }
        return grant;
    }

    /** Exchanges a refresh token, which works once, for new tokens. */
    Grant refresh(Client client, Secret refresh) throws IOException {
        return grant(() -> service(client, null, http).refreshAccessToken(refresh.reveal()));
    }

    /** Makes a token useless, RFC 7009. */
    void revoke(Client client, Secret token, TokenTypeHint hint) throws IOException {
        uninterrupted(() -> {
            service(client, null, hasty).revokeToken(token.reveal(), hint);
            return true;
        });
    }

    /** For messages. */
    String host() {
        return account.host();
    }

    private OAuth20Service service(Client client, @Nullable String redirectUri, Lazy<ScribeHttp> through) {
        ServiceBuilder builder = new ServiceBuilder(client.id()).httpClient(through.get());
        if (client.secret() != null) {
            builder.apiSecret(client.secret().reveal());
        }
        if (redirectUri != null) {
            builder.callback(redirectUri);
        }
        return builder.build(api);
    }

    private static Grant grant(Call<OAuth2AccessToken> call) throws IOException {
        OAuth2AccessToken token = uninterrupted(call);
        String scope = token.getScope();
        return new Grant(
                Secret.of(token.getAccessToken()),
                token.getRefreshToken() == null ? null : Secret.of(token.getRefreshToken()),
                Duration.ofSeconds(token.getExpiresIn()),
                scope == null || scope.isBlank()
                        ? List.of()
                        : List.of(scope.strip().split("\\s+")));
    }

    private static <R> R uninterrupted(Call<R> call) throws IOException {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IOException("the request failed", e);
        }
    }

    /** A call through ScribeJava. */
    @FunctionalInterface
    private interface Call<R> {

        R run() throws IOException, InterruptedException, ExecutionException;
    }

    /** Addresses, and who reads the answers. */
    private final class Api extends DefaultApi20 {

        @Override
        public String getAccessTokenEndpoint() {
            return account.at("/idp/token");
        }

        @Override
        protected String getAuthorizationBaseUrl() {
            return account.at("/idp/authorize");
        }

        @Override
        public String getRevokeTokenEndpoint() {
            return account.at("/idp/token/revoke");
        }

        @Override
        public TokenExtractor<OAuth2AccessToken> getAccessTokenExtractor() {
            return new GrantAnswer();
        }

        @Override
        public ClientAuthentication getClientAuthentication() {
            return RequestBodyAuthenticationScheme.instance();
        }
    }
}
