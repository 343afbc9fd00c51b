package org.clawdbot.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/** A console of Gogo, as bare frameworks have it. */
final class GogoConsole {

    private GogoConsole() {}

    /** Types a command and gives what it printed, messages included. */
    static String type(String command, Framework framework) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        CommandProcessor gogo = framework.service(CommandProcessor.class);
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
                CommandSession session = gogo.createSession(InputStream.nullInputStream(), out, out)) {
            session.execute(command);
        } catch (Exception failed) {
            return output.toString(StandardCharsets.UTF_8) + failed.getMessage();
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
