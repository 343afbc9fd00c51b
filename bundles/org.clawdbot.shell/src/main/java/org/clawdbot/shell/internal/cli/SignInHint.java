package org.clawdbot.shell.internal.cli;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.shell.internal.Parts;

/** Says what to type to sign in on this host, which may have but one of the ways. */
public final class SignInHint {

    private static final String BROWSER = "clawdbot onboard --auth-choice chutes";
    private static final String KEY = "clawdbot onboard --chutes-api-key KEY";

    private SignInHint() {}

    /** Gives a sentence for below an error message. */
    public static String sentence(Parts parts) {
        List<String> commands = commands(parts);
        if (commands.isEmpty()) {
            return "Nothing to sign in with is installed; install org.clawdbot.chutes.auth.apikey or"
                    + " org.clawdbot.chutes.auth.oauth";
        }
        return "Sign in with: " + String.join(", or ", commands)
                + (commands.contains(KEY) ? " (or set CHUTES_API_KEY)" : "");
    }

    /** Gives the commands that would work here. */
    public static List<String> commands(Parts parts) {
        List<String> commands = new ArrayList<>();
        for (Parts.Strategy strategy : parts.strategies()) {
            String command = strategy.mode().equals(AuthMode.OAUTH) ? BROWSER : KEY;
            if (!commands.contains(command)) {
                commands.add(command);
            }
        }
        return commands;
    }
}
