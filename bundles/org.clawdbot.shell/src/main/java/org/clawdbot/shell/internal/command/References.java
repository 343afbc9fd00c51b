package org.clawdbot.shell.internal.command;

import java.util.Map;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.CommandFailure;

/** Turns what a user typed into the full name of a model. */
final class References {

    private References() {}

    /** Gives the full name; checked against the catalog unless the user insists. To configure a model is to allow it. */
    static String resolve(Parts parts, String typed, boolean force) {
        if (!force) {
            try {
                return parts.requireModels().resolve(typed).reference().toString();
            } catch (PolicyException refused) {
                if (!refused.code().equals("not-allowed")) {
                    throw refused;
                }
            }
        }
        String target = aliases(parts).getOrDefault(typed.strip(), typed);
        return ModelReference.parse(target)
                .map(ModelReference::toString)
                .orElseThrow(() -> CommandFailure.wrongUsage(
                        "\"" + typed + "\" is neither an alias nor a reference of the form provider/model-id",
                        "Such as: chutes/zai-org/GLM-4.7-Flash"));
    }

    private static Map<String, String> aliases(Parts parts) {
        return parts.models().map(models -> models.selection().aliases()).orElse(Map.of());
    }
}
