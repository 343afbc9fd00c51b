package org.clawdbot.shell.internal.command;

import java.util.List;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.CommandFailure;

/** Checks the names of tools that a user types. */
final class ToolNames {

    private ToolNames() {}

    /** Says which name no tool has; "all" is every tool. */
    static void check(Parts parts, List<String> names) {
        if (names.isEmpty() || names.contains(Chat.ALL_TOOLS)) {
            return;
        }
        List<String> known = parts.tools(names);
        for (String name : names) {
            if (!known.contains(name)) {
                throw CommandFailure.wrongUsage(
                        "This host has no tool named \"" + name + "\"; it has "
                                + (known.isEmpty() ? "none" : String.join(", ", known)),
                        null);
            }
        }
    }
}
