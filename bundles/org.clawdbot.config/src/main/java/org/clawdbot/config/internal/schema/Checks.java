package org.clawdbot.config.internal.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conditions that the schema puts on values. Complaints never repeat the value, which may be a secret. */
final class Checks {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|(0+:){7}0*1)]");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

    private Checks() {}

    static @Nullable String anything(Object value) {
        return null;
    }

    static @Nullable String notBlank(Object value) {
        return ((String) value).isBlank() ? "must not be blank" : null;
    }

    static @Nullable String positive(Object value) {
        double number = ((Number) value).doubleValue();
        return number > 0 && number < Double.POSITIVE_INFINITY ? null : "must be greater than 0";
    }

    static @Nullable String notNegative(Object value) {
        double number = ((Number) value).doubleValue();
        return number >= 0 && number < Double.POSITIVE_INFINITY ? null : "must not be negative";
    }

    static @Nullable String headerValue(Object value) {
        return HEADER_VALUE.matcher((String) value).matches()
                ? null
                : "must not hold line breaks or other control characters";
    }

    static Rule.Check oneOf(List<String> choices) {
        return value -> {
            if (choices.contains(value)) {
                return null;
            }
            String all = String.join(
                    ", ", choices.stream().map(choice -> '"' + choice + '"').toList());
            return "must be " + (choices.size() > 1 ? "one of " : "") + all + NearestKey.hint((String) value, choices);
        };
    }

    /** An address of a server: https, or plain http to this machine only. */
    static @Nullable String url(Object value) {
        URI url;
        try {
            url = new URI((String) value);
        } catch (URISyntaxException e) {
            return "is not a URL";
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return "must be a URL that begins with https://";
        }
        if (host == null || host.isEmpty()) {
            return "is a URL without a host";
        }
        if (url.getRawUserInfo() != null) {
            return "must not hold a user name or password";
        }
        if (url.getRawFragment() != null || url.getRawQuery() != null) {
            return "must not have a part after '?' or '#'";
        }
        if (scheme.equals("http")
                && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            return "must begin with https://; plain http:// is only for this machine (localhost, 127.0.0.1, [::1])";
        }
        return null;
    }
}
