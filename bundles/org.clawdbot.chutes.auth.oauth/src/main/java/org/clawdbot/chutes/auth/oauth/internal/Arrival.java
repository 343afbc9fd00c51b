package org.clawdbot.chutes.auth.oauth.internal;

import java.util.concurrent.CompletableFuture;

/** An answer that came, and where to say what became of it. */
record Arrival(RedirectAnswer answer, CompletableFuture<CallbackPage> page) {

    static Arrival of(RedirectAnswer answer) {
        return new Arrival(answer, new CompletableFuture<>());
    }
}
