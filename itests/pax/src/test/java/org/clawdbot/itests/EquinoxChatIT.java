package org.clawdbot.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.clawdbot.itests.host.EquinoxHost;
import org.clawdbot.pax.jupiter.InContainer;
import org.junit.jupiter.api.Tag;

@Tag("equinox")
@InContainer(EquinoxHost.class)
class EquinoxChatIT extends ChatTests {

    @Override
    String console(String command, Framework around) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        CommandProcessor gogo = around.service(CommandProcessor.class);
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
                CommandSession session = gogo.createSession(InputStream.nullInputStream(), out, out)) {
            session.execute(command);
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
