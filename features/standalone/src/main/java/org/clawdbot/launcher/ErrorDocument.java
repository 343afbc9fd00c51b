package org.clawdbot.launcher;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The document that a program reads instead of the message. */
final class ErrorDocument {

    private static final String JSON = "--json";

    private ErrorDocument() {}

    /** Prints the document, if the command line asks for documents. */
    static void print(PrintStream out, List<String> args, String code, String message) {
        if (args.contains(JSON)) {
            byte[] text = ("{\"error\":{\"code\":" + quoted(code) + ",\"message\":" + quoted(message) + "}}\n")
                    .getBytes(StandardCharsets.UTF_8);
            out.write(text, 0, text.length);
            out.flush();
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (Character.isISOControl(character)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }
}
