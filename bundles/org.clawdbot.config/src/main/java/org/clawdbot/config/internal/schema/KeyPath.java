package org.clawdbot.config.internal.schema;

import java.util.regex.Pattern;

/** Writes where a value is, such as {@code models.providers["my own"].headers[0]}. */
final class KeyPath {

    private static final Pattern PLAIN_KEY = Pattern.compile("[\\w$-]+");

    private KeyPath() {}

    static String member(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            String quoted = key.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "?");
            return path + "[\"" + quoted + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }
}
