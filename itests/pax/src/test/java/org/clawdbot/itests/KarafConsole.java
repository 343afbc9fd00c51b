package org.clawdbot.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;

/** The console of Karaf, used by somebody with certain roles. */
final class KarafConsole {

    static final String[] ADMINISTRATOR = {"admin", "manager", "viewer", "systembundles"};

    private KarafConsole() {}

    /** Types a command and gives what it printed, messages included. */
    static String type(String command, Framework framework, String... roles) {
        Subject user = new Subject(
                true, Stream.of(roles).map(RolePrincipal::new).collect(Collectors.toSet()), Set.of(), Set.of());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Session session = framework.service(SessionFactory.class).create(InputStream.nullInputStream(), out, out);
            PrivilegedExceptionAction<Object> action = () -> session.execute(command);
            try {
                Subject.doAs(user, action);
            } finally {
                session.close();
            }
        } catch (Exception failed) {
            return output.toString(StandardCharsets.UTF_8) + failed.getMessage();
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
