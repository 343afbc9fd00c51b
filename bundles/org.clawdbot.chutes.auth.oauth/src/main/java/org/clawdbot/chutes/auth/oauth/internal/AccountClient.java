package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.Lazy;
import org.jspecify.annotations.Nullable;

/** Asks the account service who signed in, and registers apps. Thread safe. */
final class AccountClient {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final long MAX_BODY = 256L * 1024;
    private static final int NAME_TRIES = 3;

    private final Lazy<OkHttpClient> http;
    private final Endpoint account;
    private final Random random;

    AccountClient(Supplier<OkHttpClient> shared, Endpoint account, Duration timeout, Random random) {
        this.http = new Lazy<>(() -> shared.get()
                .newBuilder()
                .callTimeout(timeout)
                .followRedirects(false)
                .build());
        this.account = account;
        this.random = random;
    }

    /** Who an account belongs to. */
    record Owner(@Nullable String username, @Nullable String id) {

        /** Nobody said. */
        static final Owner UNKNOWN = new Owner(null, null);
    }

    /** Asks whose token it is; tokens are good without the answer, so no failure but being interrupted is one. */
    Owner owner(Secret access) {
        Request request = authorized(access).url(account.at("/idp/userinfo")).build();
        try (Response response = http.get().newCall(request).execute()) {
            if (response.isSuccessful()) {
                Map<String, @Nullable Object> claims = members(response);
                return new Owner(
                        Json.text(claims, "username")
                                .filter(name -> !name.isBlank())
                                .orElse(null),
                        Json.text(claims, "sub").filter(id -> !id.isBlank()).orElse(null));
            }
            LOG.log(System.Logger.Level.DEBUG, "GET {0}/idp/userinfo {1}", account.host(), response.code());
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RequestCancelledException("The sign-in was cancelled", CHUTES, e);
            }
            LOG.log(System.Logger.Level.DEBUG, "GET {0}/idp/userinfo failed: {1}", account.host(), e.getClass());
        }
        return Owner.UNKNOWN;
    }

    /** Registers an app of the key's owner; names are unique at Chutes, so ours end in something random. */
    Client register(Secret apiKey, Redirect redirect) {
        for (int tries = 1; ; tries++) {
            String body = String.format(
                    Locale.ROOT,
                    "{\"name\":\"clawdbot-%08x\",\"description\":\"Signs an agent host in\","
                            + "\"redirect_uris\":[\"%s\"],\"public\":false}",
                    random.nextInt(),
                    redirect.text());
            Request request = authorized(apiKey)
                    .url(account.at("/idp/apps"))
                    .post(RequestBody.create(body, JSON))
                    .build();
            try (Response response = http.get().newCall(request).execute()) {
                if (response.isSuccessful()) {
                    return client(members(response))
                            .orElseThrow(() -> new UnusableAnswerException(200, "the answer has no client id"));
                }
                if (response.code() != 409 || tries == NAME_TRIES) {
                    String text = response.peekBody(MAX_BODY).string();
                    throw ChutesErrors.of(
                            new FailedExchange(response.code(), text, response::header, AuthMode.API_KEY), CHUTES);
                }
            } catch (IOException e) {
                throw ChutesErrors.of(e, account.host(), CHUTES);
            }
        }
    }

    private static Optional<Client> client(Map<String, @Nullable Object> app) {
        Secret secret = Json.text(app, "client_secret")
                .filter(text -> !text.isBlank())
                .map(Secret::of)
                .orElse(null);
        return Json.text(app, "client_id").filter(id -> !id.isBlank()).map(id -> new Client(id, secret));
    }

    private static Request.Builder authorized(Secret token) {
        return new Request.Builder().header("Authorization", "Bearer " + token.reveal());
    }

    private static Map<String, @Nullable Object> members(Response response) throws IOException {
        try {
            return Json.object(Json.parse(response.peekBody(MAX_BODY).string())).orElse(Map.of());
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
