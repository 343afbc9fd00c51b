package org.clawdbot.shell.internal.terminal;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;

/** Talks with whoever sits at the terminal, unless told not to ask. */
public final class TerminalDialog implements SignInDialog {

    private final Terminal terminal;
    private final boolean mayAsk;
    private final boolean mayBrowse;

    /** Creates a dialog. */
    public TerminalDialog(Terminal terminal, boolean mayAsk, boolean mayBrowse) {
        this.terminal = terminal;
        this.mayAsk = mayAsk && terminal.interactive();
        this.mayBrowse = mayBrowse && terminal.interactive();
    }

    @Override
    public boolean interactive() {
        return mayAsk;
    }

    @Override
    public void show(String message) {
        terminal.err().println(terminal.onErr(message));
    }

    @Override
    public String ask(String question) {
        checkMayAsk();
        return terminal.readLine(question);
    }

    @Override
    public Secret askSecret(String question) {
        checkMayAsk();
        String answer = terminal.readSecret(question);
        if (answer.isBlank()) {
            throw new IllegalStateException("The answer is empty");
        }
        return Secret.of(answer);
    }

    @Override
    public boolean confirm(String question, boolean usual) {
        checkMayAsk();
        String answer =
                terminal.readLine(question + (usual ? " [Y/n]" : " [y/N]")).toLowerCase(Locale.ROOT);
        return answer.isEmpty() ? usual : answer.startsWith("y");
    }

    @Override
    public boolean browse(URI page) {
        if (!mayBrowse) {
            return false;
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean mac = system.contains("mac");
        ProcessBuilder opener = new ProcessBuilder(mac ? "open" : "xdg-open", page.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (!mac && !showsWindows(opener.environment())) {
            return false;
        }
        try {
            Process started = opener.start();
            return started.isAlive() || started.exitValue() == 0;
        } catch (IOException noBrowser) {
            return false;
        }
    }

    /** Without a display a browser for terminals would be started, and wait unseen. */
    static boolean showsWindows(Map<String, String> environment) {
        return Stream.of("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER")
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    }

    private void checkMayAsk() {
        if (!mayAsk) {
            throw new IllegalStateException("Nobody can answer: there is no terminal");
        }
    }
}
