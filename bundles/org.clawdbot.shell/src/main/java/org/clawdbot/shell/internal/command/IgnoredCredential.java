package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.Json;

/**
 * A credential that somebody set and that nothing here uses, because the part that would is not installed.
 *
 * @param setting the variable or the place in the configuration file that holds it
 * @param kind what it is, in words
 * @param bundle the bundle that would use it
 */
record IgnoredCredential(String setting, String kind, String bundle) {

    static final String KEY_VARIABLE = "CHUTES_API_KEY";
    private static final String TOKEN_VARIABLE = "CHUTES_OAUTH_TOKEN";
    private static final String PROVIDER = OnboardCommand.PROVIDER;

    /** Finds them; what is not set costs no look at the parts. */
    static List<IgnoredCredential> of(Parts parts) {
        List<IgnoredCredential> ignored = new ArrayList<>();
        List<IgnoredCredential> keys = new ArrayList<>();
        if (parts.environment().get(KEY_VARIABLE).isPresent()) {
            keys.add(key(KEY_VARIABLE));
        }
        if (hasConfiguredKey(parts)) {
            keys.add(key("models.providers." + PROVIDER + ".apiKey"));
        }
        if (!keys.isEmpty() && parts.strategy(PROVIDER, AuthMode.API_KEY).isEmpty()) {
            ignored.addAll(keys);
        }
        if (parts.environment().get(TOKEN_VARIABLE).isPresent()
                && parts.strategy(PROVIDER, AuthMode.OAUTH).isEmpty()) {
            ignored.add(new IgnoredCredential(TOKEN_VARIABLE, "OAuth tokens", "org.clawdbot.chutes.auth.oauth"));
        }
        return ignored;
    }

    /** Says it in a sentence. */
    String message() {
        return setting + " is set but ignored: this host takes no " + kind + ", because " + bundle
                + " is not installed";
    }

    /** Says what to do. */
    String fix() {
        return "Install and start " + bundle + ", or take " + setting + " away";
    }

    void write(Json json) {
        json.put("setting", setting).put("reason", message()).put("fix", fix());
    }

    private static IgnoredCredential key(String setting) {
        return new IgnoredCredential(setting, "API keys", "org.clawdbot.chutes.auth.apikey");
    }

    private static boolean hasConfiguredKey(Parts parts) {
        return parts.configuration()
                .flatMap(file -> file.value("models", "providers", PROVIDER, "apiKey"))
                .filter(value -> value instanceof String text && !text.isBlank())
                .isPresent();
    }
}
