package org.clawdbot.chutes.auth.oauth.internal;

import java.nio.charset.StandardCharsets;

/** What the browser shows at the end; plain text from anywhere, escaped here. */
record CallbackPage(int status, String title, String text) {

    static CallbackPage signedIn(String who) {
        return new CallbackPage(200, "You are signed in to Chutes" + who, "You can close this window.");
    }

    static CallbackPage failed(String reason) {
        return new CallbackPage(400, "The sign-in failed", reason);
    }

    static CallbackPage over() {
        return new CallbackPage(410, "This sign-in is over", "Its answer was already used.");
    }

    static CallbackPage ignored(String reason) {
        return new CallbackPage(400, "This is not the answer that is waited for", reason);
    }

    /** The whole answer; nothing may keep it, frame it or learn its address. */
    byte[] response() {
        byte[] body = ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escaped(title)
                        + "</title><body style=\"font:1.1em sans-serif;margin:4em\"><h1>" + escaped(title) + "</h1><p>"
                        + escaped(text) + "</p></body></html>")
                .getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + phrase() + "\r\n"
                + (status == 405 ? "Allow: GET\r\n" : "")
                + "Content-Type: text/html; charset=utf-8\r\nContent-Length: " + body.length + "\r\n"
                + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
                + "X-Frame-Options: DENY\r\n"
                + "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private String phrase() {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 410 -> "Gone";
            default -> "Bad Request";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
