package org.clawdbot.shell.internal.terminal.jline;

import java.io.IOException;
import java.io.PrintWriter;
import org.clawdbot.shell.internal.terminal.SecretPrompt;
import org.jline.terminal.Terminal;

/** Asks for a secret at the terminal of the process. */
public final class JLineSecret {

    private JLineSecret() {}

    /**
     * Asks for it; see {@link SecretPrompt#ask}.
     *
     * @throws IOException if the process has no terminal
     */
    public static String ask(String question) throws IOException, InterruptedException {
        Terminal terminal = SystemTerminal.open();
        try (RawTerminal raw = new RawTerminal(terminal, true)) {
            raw.enter();
            PrintWriter writer = terminal.writer();
            return new SecretPrompt(raw::read, text -> {
                        writer.write(text);
                        writer.flush();
                    })
                    .ask(question);
        }
    }
}
