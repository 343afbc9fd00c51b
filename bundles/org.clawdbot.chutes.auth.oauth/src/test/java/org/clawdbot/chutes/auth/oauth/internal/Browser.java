package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** A user's browser at a server that agrees to everything by itself. */
final class Browser {

    private final HttpClient follows =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    private final HttpClient stays = HttpClient.newHttpClient();

    /** What the page at the end of all redirects says. */
    CompletableFuture<HttpResponse<String>> open(URI page) {
        return follows.sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Where the server sends the browser, which does not get there. */
    String redirectOf(URI page) {
        HttpResponse<String> answer = get(page);
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("no redirect but " + answer.statusCode() + " " + answer.body()));
    }

    HttpResponse<String> get(URI page) {
        return send(HttpRequest.newBuilder(page).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return stays.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
