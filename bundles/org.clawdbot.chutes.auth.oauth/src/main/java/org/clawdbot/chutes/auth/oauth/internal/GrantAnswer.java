package org.clawdbot.chutes.auth.oauth.internal;

import com.github.scribejava.core.extractors.TokenExtractor;
import com.github.scribejava.core.model.OAuth2AccessToken;
import com.github.scribejava.core.model.Response;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer of the token endpoint.
 *
 * <p>ScribeJava's own reader puts whole answers, tokens included, into its exceptions, and takes any lifetime.
 */
final class GrantAnswer implements TokenExtractor<OAuth2AccessToken> {

    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final String LOOKS_SECRET = "[A-Za-z0-9._~+/=-]{24,}";

    @Override
    public OAuth2AccessToken extract(Response response) throws IOException {
        int status = response.getCode();
        Map<String, @Nullable Object> members = members(response.getBody());
        if (status < 200 || status > 299) {
            throw refusal(status, members);
        }
        String access = token(members, "access_token")
                .orElseThrow(() -> new UnusableAnswerException(status, "the answer has no access token"));
        return new OAuth2AccessToken(
                access,
                Json.text(members, "token_type").orElse("Bearer"),
                seconds(status, members),
                token(members, "refresh_token").orElse(null),
                Json.text(members, "scope").orElse(null),
                null);
    }

    /** Makes a text from outside fit to be shown: whatever is long enough to be a secret is left out. */
    static String presentable(@Nullable String text) {
        return text == null ? "" : ChutesErrors.presentable(text).replaceAll(LOOKS_SECRET, "…");
    }

    private static IOException refusal(int status, Map<String, @Nullable Object> members) {
        Optional<String> error = Json.text(members, "error").filter(code -> !code.isBlank());
        if (status >= 500 || error.isEmpty()) {
            return new UnusableAnswerException(status, "the token endpoint answered with status " + status);
        }
        return new GrantRefusedException(
                presentable(error.get()),
                presentable(Json.text(members, "error_description").orElse(null)));
    }

    /** A parser's complaint could quote a token, so it goes no further. */
    private static Map<String, @Nullable Object> members(@Nullable String body) {
        try {
            return body == null ? Map.of() : Json.object(Json.parse(body)).orElse(Map.of());
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static Optional<String> token(Map<String, @Nullable Object> members, String name) {
        return Json.text(members, name).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static int seconds(int status, Map<String, @Nullable Object> members) throws IOException {
        if (members.get("expires_in") instanceof BigDecimal number
                && number.signum() >= 0
                && number.compareTo(MAX_SECONDS) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.intValueExact();
        }
        throw new UnusableAnswerException(status, "the answer does not say how long the access token is good");
    }
}
