package org.clawdbot.chutes.auth.oauth.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.Secret;
import org.jspecify.annotations.Nullable;

/** Reads the answer out of what the browser requested or the user pasted. */
final class RedirectReader {

    private RedirectReader() {}

    /** Takes the query of a request. */
    static RedirectAnswer query(@Nullable String query, Secret state) throws UnusableRedirectException {
        Map<String, String> parameters = parameters(query == null ? "" : query);
        String given = parameters.get("state");
        if (given == null) {
            throw new UnusableRedirectException("The state is missing");
        }
        if (!Secret.of(given).equals(state)) {
            throw new UnusableRedirectException("The state is that of another sign-in");
        }
        String error = parameters.get("error");
        if (error != null) {
            return new RedirectAnswer.Denied(
                    GrantAnswer.presentable(error), GrantAnswer.presentable(parameters.get("error_description")));
        }
        String code = parameters.get("code");
        if (code == null) {
            throw new UnusableRedirectException("The code is missing");
        }
        return new RedirectAnswer.Code(Secret.of(code));
    }

    /** Takes what a user pasted: the whole address, or only its query. */
    static RedirectAnswer pasted(String text, Secret state) throws UnusableRedirectException {
        return query(queryOf(text), state);
    }

    /** Finds the state within what a user pasted, to look up the sign-in it belongs to. */
    static Secret stateOf(String text) throws UnusableRedirectException {
        return Optional.ofNullable(parameters(queryOf(text)).get("state"))
                .map(Secret::of)
                .orElseThrow(() -> new UnusableRedirectException("The state is missing"));
    }

    private static String queryOf(String pasted) throws UnusableRedirectException {
        String text = pasted.strip().replaceAll("^[\"'<]+|[\"'>]+$", "");
        if (text.isEmpty()) {
            throw new UnusableRedirectException("Nothing was pasted");
        }
        int mark = text.indexOf('?');
        String query = mark < 0 ? text : text.substring(mark + 1);
        if (mark < 0 && text.matches("(?i)https?://.*")) {
            throw new UnusableRedirectException("The address has neither code nor state; copy all of it");
        }
        if (!query.contains("=")) {
            throw new UnusableRedirectException(
                    "A code alone is not accepted: only the state beside it shows that it belongs to this sign-in");
        }
        int fragment = query.indexOf('#');
        return fragment < 0 ? query : query.substring(0, fragment);
    }

    private static Map<String, String> parameters(String query) throws UnusableRedirectException {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!value.isBlank() && parameters.put(name, value) != null) {
                throw new UnusableRedirectException(
                        "The parameter " + GrantAnswer.presentable(name) + " is there twice");
            }
        }
        return parameters;
    }

    private static String decoded(String value) throws UnusableRedirectException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnusableRedirectException("The address is damaged");
        }
    }
}
