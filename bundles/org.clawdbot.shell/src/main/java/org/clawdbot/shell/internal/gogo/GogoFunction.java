package org.clawdbot.shell.internal.gogo;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.clawdbot.shell.internal.Shell;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.jspecify.annotations.Nullable;

/** One command as a function of Gogo or Karaf. */
final class GogoFunction implements Function {

    /** What scripts read; Gogo has no {@code $?}, since it takes the question mark for a pattern of file names. */
    private static final String EXIT_CODE = "exitCode";

    private final Shell shell;
    private final List<String> words;

    GogoFunction(Shell shell, List<String> words) {
        this.shell = shell;
        this.words = words;
    }

    @Override
    public @Nullable Object execute(@Nullable CommandSession session, List<Object> arguments) throws ExitCodeException {
        List<String> line = new ArrayList<>(words);
        arguments.forEach(argument -> line.add(String.valueOf(argument)));
        int exitCode = shell.run(line, SessionTerminal.of(session, line.contains("--json")));
        if (session != null) {
            session.put(EXIT_CODE, exitCode);
        }
        if (exitCode != ExitCode.DONE) {
            throw new ExitCodeException(exitCode);
        }
        return null;
    }
}
