package org.clawdbot.shell.internal.command;

import java.util.Optional;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.shell.internal.cli.CommandFailure;

/** Takes a key as people paste it. */
final class Keys {

    private Keys() {}

    /** Gives the key without what came along: {@code export NAME=}, quotes, a semicolon, white space. */
    static Secret clean(String pasted) {
        String text = pasted.strip();
        if (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        text = text.replaceFirst("^(?:export\\s+)?[A-Z][A-Z0-9_]*=", "");
        if (text.length() >= 2
                && text.charAt(0) == text.charAt(text.length() - 1)
                && "\"'`".indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1, text.length() - 1).strip();
        }
        if (text.isEmpty()) {
            throw CommandFailure.signInNeeded("The API key is empty", "Make one at https://chutes.ai/app/api");
        }
        return Secret.of(text);
    }

    static Optional<Secret> of(Profile profile) {
        return profile instanceof Profile.ApiKey apiKey ? Optional.of(apiKey.key()) : Optional.empty();
    }
}
