package org.clawdbot.shell.internal.command;

import org.clawdbot.api.agent.Session;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.CommandFailure;

/** Finds sessions by the names that a user types. */
final class SessionName {

    private SessionName() {}

    /** Gives the name, or says what is wrong with it. */
    static String checked(Parts parts, String name) {
        try {
            parts.requireSessions().read(name);
            return name;
        } catch (IllegalArgumentException refused) {
            throw CommandFailure.wrongUsage(String.valueOf(refused.getMessage()), null);
        }
    }

    /** Gives the session, or says that there is none of this name. */
    static Session existing(Parts parts, String name) {
        Sessions sessions = parts.requireSessions();
        return sessions.read(checked(parts, name)).orElseThrow(() -> missing(name));
    }

    static CommandFailure missing(String name) {
        return CommandFailure.failed(
                "no-session",
                "There is no session named \"" + name + "\"",
                "See which there are: clawdbot sessions list");
    }
}
