package org.clawdbot.shell.internal.terminal;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.shell.internal.terminal.jline.JLineEditor;
import org.clawdbot.shell.internal.terminal.jline.JLineScreen;
import org.clawdbot.shell.internal.terminal.jline.JLineSecret;
import org.jspecify.annotations.Nullable;

/** The standard streams of the process. */
public final class ProcessTerminal implements Terminal {

    private static final System.Logger LOG = System.getLogger(ProcessTerminal.class.getName());
    private static final int USUAL_WIDTH = 80;

    private final WatchedStream written =
            new WatchedStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    private final @Nullable Console console = terminal(System.console());
    private final Function<String, @Nullable String> properties;
    private int width;

    /** Creates a terminal. */
    public ProcessTerminal() {
        this(System::getProperty);
    }

    ProcessTerminal(Function<String, @Nullable String> properties) {
        this.properties = properties;
    }

    @Override
    public InputStream in() {
        return System.in;
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public Optional<IOException> outFailure() {
        return written.failure();
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public boolean interactive() {
        return console != null;
    }

    @Override
    public boolean outIsTerminal() {
        return told("clawdbot.stdout.terminal");
    }

    @Override
    public boolean errIsTerminal() {
        return told("clawdbot.stderr.terminal");
    }

    /** Java does not know of each stream, so the script that starts it tells. */
    private boolean told(String property) {
        String said = properties.apply(property);
        return said == null ? interactive() : Boolean.parseBoolean(said);
    }

    @Override
    public boolean colour() {
        String noColour = System.getenv("NO_COLOR");
        return (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public int width() {
        if (width == 0) {
            width = stated().orElseGet(() -> outIsTerminal() ? measured() : UNLIMITED_WIDTH);
        }
        return width;
    }

    @Override
    public Optional<LineEditor> openLineEditor(LineEditor.Setup setup) {
        if (!movesCursor()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JLineEditor.ofProcess(outColour(), setup));
        } catch (IOException | RuntimeException | LinkageError withoutEditor) {
            LOG.log(Level.DEBUG, "Lines cannot be edited at the terminal", withoutEditor);
            return Optional.empty();
        }
    }

    private boolean movesCursor() {
        return interactive() && outIsTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public Optional<Screen> openScreen() {
        if (!movesCursor()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JLineScreen.ofProcess(outColour()));
        } catch (IOException | RuntimeException | LinkageError withoutScreen) {
            LOG.log(Level.DEBUG, "The terminal cannot be taken over", withoutScreen);
            return Optional.empty();
        }
    }

    @Override
    public String readLine(String question) {
        return answered(someone().readLine("%s ", question));
    }

    @Override
    public String readSecret(String question) {
        if (movesCursor()) {
            try {
                return JLineSecret.ask(question).strip();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new RequestCancelledException("Interrupted", ErrorDetails.NONE, interrupted);
            } catch (IOException | LinkageError withoutJLine) {
                LOG.log(Level.DEBUG, "The terminal cannot show dots", withoutJLine);
            }
        }
        char[] typed = someone().readPassword("%s ", question);
        return answered(typed == null ? null : String.valueOf(typed));
    }

    private Console someone() {
        if (console == null) {
            throw new IllegalStateException("Nobody can answer: standard input is not a terminal");
        }
        return console;
    }

    private static String answered(@Nullable String line) {
        if (line == null) {
            throw new IllegalStateException("Nobody answered: standard input has ended");
        }
        return line.strip();
    }

    /** From Java 22 on a console may be there without a terminal, and says so itself. */
    private static @Nullable Console terminal(@Nullable Console console) {
        if (console == null) {
            return null;
        }
        try {
            return Boolean.FALSE.equals(Console.class.getMethod("isTerminal").invoke(console)) ? null : console;
        } catch (ReflectiveOperationException olderJava) {
            return console;
        }
    }

    private static Optional<Integer> stated() {
        return Optional.ofNullable(System.getenv("COLUMNS"))
                .filter(columns -> columns.matches("[1-9][0-9]{1,3}"))
                .map(Integer::valueOf);
    }

    private static int measured() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (stty.waitFor(500, TimeUnit.MILLISECONDS)) {
                String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
                return size.matches("[0-9]+ [1-9][0-9]{1,3}")
                        ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                        : USUAL_WIDTH;
            }
            stty.destroyForcibly();
        } catch (IOException noShell) {
            return USUAL_WIDTH;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return USUAL_WIDTH;
    }
}
