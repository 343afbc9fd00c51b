package org.clawdbot.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.clawdbot.itests.host.KarafHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(KarafHost.class)
class KarafChatIT extends ChatTests {

    @Override
    String console(String command, Framework around) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Session session = around.service(SessionFactory.class).create(InputStream.nullInputStream(), out, out);
            session.execute(command);
            session.close();
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
