package org.clawdbot.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.clawdbot.itests.host.KarafHost;
import org.clawdbot.pax.jupiter.InContainer;

@InContainer(KarafHost.class)
class KarafChatIT extends ChatTests {

    /** Runs a command as somebody who may look but not change, as the access rules of the features have it. */
    @Override
    String console(String command, Framework around) throws Exception {
        Subject viewer = new Subject(true, Set.of(new RolePrincipal("viewer")), Set.of(), Set.of());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Session session = around.service(SessionFactory.class).create(InputStream.nullInputStream(), out, out);
            PrivilegedExceptionAction<Object> action = () -> session.execute(command);
            Subject.doAs(viewer, action);
            session.close();
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
