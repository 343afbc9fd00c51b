package org.clawdbot.chutes.auth.apikey.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.api.auth.Secret;

/** Takes a key out of what people paste: a shell assignment, quotes, a trailing semicolon. */
final class KeyText {

    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?[A-Za-z_][A-Za-z0-9_]*=(.+)");
    private static final Pattern QUOTED = Pattern.compile("([\"'`])(.+)\\1");

    private KeyText() {}

    static Secret clean(Secret pasted) {
        String text =
                inner(ASSIGNMENT, 1, pasted.reveal()).replaceAll(";+$", "").strip();
        return Secret.of(inner(QUOTED, 2, text));
    }

    private static String inner(Pattern pattern, int group, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? matcher.group(group).strip() : text;
    }
}
