package org.clawdbot.testkit.simulator.idp;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pages a browser gets to see. Whatever came with the request is escaped. */
final class Pages {

    /** What the sign-in form carries along. */
    private static final List<String> CARRIED =
            List.of("client_id", "redirect_uri", "state", "scope", "code_challenge", "code_challenge_method");

    private Pages() {}

    static String error(String code, String text) {
        return frame(
                "Authorization error", "<p id=\"error\"><code>%s</code> %s</p>".formatted(escape(code), escape(text)));
    }

    static String login(App app, Fields request, String problem) {
        StringBuilder hidden = new StringBuilder();
        for (String name : CARRIED) {
            hidden.append(
                    "<input type=\"hidden\" name=\"%s\" value=\"%s\">%n".formatted(name, escape(request.text(name))));
        }
        String form =
                """
                <p>Sign in to continue to <strong>%s</strong>. This is the simulator: the fingerprint to type is the \
                one it printed when it started.</p>
                <form method="post" action="/idp/login">
                <p id="error">%s</p>
                <input type="hidden" name="auth_method" value="fingerprint">
                <p><label for="fingerprint">Fingerprint</label>
                <input type="password" id="fingerprint" name="fingerprint" autocomplete="off" autofocus></p>
                <p><button type="submit" id="login">Sign in</button></p>
                """;
        return frame("Sign in", form.formatted(escape(app.name()), escape(problem)) + hidden + "</form>");
    }

    static String consent(String sessionId, App app, IdpUser user, Set<String> scopes) {
        StringBuilder items = new StringBuilder();
        Map<String, String> known = Scopes.all();
        for (String scope : scopes) {
            items.append(
                    "<li><code>%s</code> %s</li>%n".formatted(escape(scope), escape(known.getOrDefault(scope, ""))));
        }
        String form =
                """
                <p>Signed in as <strong id="user">%s</strong>. <strong>%s</strong> asks for:</p>
                <ul id="scopes">
                %s</ul>
                <form method="post" action="/idp/authorize/consent?session_id=%s">
                <button type="submit" id="allow" name="action" value="allow">Allow</button>
                <button type="submit" id="deny" name="action" value="deny">Deny</button>
                </form>
                """;
        return frame(
                "Allow access?", form.formatted(escape(user.name()), escape(app.name()), items, escape(sessionId)));
    }

    private static String frame(String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s - Chutes simulator</title></head>
                <body>
                <h1>%s</h1>
                %s
                </body>
                </html>
                """
                .formatted(title, title, content);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
