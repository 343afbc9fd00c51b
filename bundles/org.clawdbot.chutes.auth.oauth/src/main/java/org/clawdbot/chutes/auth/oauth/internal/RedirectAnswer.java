package org.clawdbot.chutes.auth.oauth.internal;

import org.clawdbot.api.auth.Secret;

/** What the server sent the browser back with; its state was right. */
sealed interface RedirectAnswer {

    /** The user agreed; the code is to be exchanged for tokens. */
    record Code(Secret code) implements RedirectAnswer {}

    /** There will be no code; the texts are presentable, the description may be empty. */
    record Denied(String error, String description) implements RedirectAnswer {}
}
