package org.clawdbot.chutes.completions.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server-sent events by the letter of the rules, on a whole stream at once: what {@link SseReader} has to agree with. */
final class ObviousSse {

    private static final String BOM = "\u00EF\u00BB\u00BF";

    private ObviousSse() {}

    /** Gives what is in a stream, each byte of the data as one character. */
    static List<String> read(byte[] stream) {
        String rest = new String(stream, StandardCharsets.ISO_8859_1);
        if (rest.startsWith(BOM)) {
            rest = rest.substring(BOM.length());
        }
        List<String> found = new ArrayList<>();
        List<String> data = new ArrayList<>();
        while (true) {
            int end = lineEnd(rest);
            if (end < 0) {
                if (rest.startsWith("{")) {
                    found.add("BARE_JSON " + rest);
                }
                found.add("END");
                return found;
            }
            String line = rest.substring(0, end);
            rest = rest.substring(rest.startsWith("\r\n", end) ? end + 2 : end + 1);
            if (line.startsWith("{")) {
                found.add("BARE_JSON " + line);
                data.clear();
            } else if (!line.isEmpty()) {
                String value = data(line);
                if (value != null) {
                    data.add(value);
                }
            } else if (!data.isEmpty()) {
                found.add("EVENT " + String.join("\n", data));
                data.clear();
            }
        }
    }

    private static int lineEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                return i;
            }
        }
        return -1;
    }

    /** The value of a data field, or null for anything else. */
    private static @Nullable String data(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (!name.equals("data")) {
            return null;
        }
        String value = colon < 0 ? "" : line.substring(colon + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
