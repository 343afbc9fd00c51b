package org.clawdbot.shell.internal.terminal.jline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal of the process. */
final class SystemTerminal {

    private SystemTerminal() {}

    /** With stty alone, which needs no native code. JLine looks for its own parts through the class loader of the thread. */
    static Terminal open() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(Terminal.class.getClassLoader());
        try {
            return TerminalBuilder.builder()
                    .system(true)
                    .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                    .dumb(false)
                    .nativeSignals(true)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
        } finally {
            thread.setContextClassLoader(former);
        }
    }
}
