package org.clawdbot.shell.internal.terminal.jline;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.clawdbot.shell.internal.terminal.Key;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Screen;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/** A screen on a terminal of JLine: that of the process, or that of a console session, which may be far away. */
public final class JLineScreen implements Screen {

    private final Terminal terminal;
    private final boolean colour;
    private final RawTerminal raw;
    private final SignalHandler formerHandler;
    private volatile boolean resized;
    private Size size;
    private boolean closed;

    private JLineScreen(Terminal terminal, boolean colour, boolean ours) {
        this.terminal = terminal;
        this.colour = colour;
        this.raw = new RawTerminal(terminal, ours);
        this.size = terminal.getSize();
        this.formerHandler = terminal.handle(Signal.WINCH, signal -> resized = true);
    }

    /**
     * Takes the terminal of the process over.
     *
     * @throws IOException if the process has none, or one that cannot move its cursor
     */
    public static Screen ofProcess(boolean colour) throws IOException {
        return opened(SystemTerminal.open(), colour, true);
    }

    /**
     * Takes the terminal of a console session over.
     *
     * @throws IOException if it cannot move its cursor
     */
    public static Screen of(Terminal terminal, boolean colour) throws IOException {
        return opened(terminal, colour, false);
    }

    private static Screen opened(Terminal terminal, boolean colour, boolean ours) throws IOException {
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            if (ours) {
                terminal.close();
            }
            throw new IOException("The terminal cannot move its cursor");
        }
        JLineScreen screen = new JLineScreen(terminal, colour, ours);
        try {
            screen.enter();
            return screen;
        } catch (RuntimeException failure) {
            screen.close();
            throw failure;
        }
    }

    private void enter() {
        raw.enter();
        write("\u001b[?1049h\u001b[2J");
    }

    @Override
    public int columns() {
        return size.getColumns() > 0 ? size.getColumns() : 80;
    }

    @Override
    public int rows() {
        return size.getRows() > 0 ? size.getRows() : 24;
    }

    @Override
    public void show(List<Line> lines, int cursorRow, int cursorColumn) {
        StringBuilder frame = new StringBuilder("\u001b[?25l");
        for (int row = 0; row < rows(); row++) {
            frame.append("\u001b[").append(row + 1).append(";1H\u001b[2K");
            if (row < lines.size()) {
                Line line = lines.get(row);
                frame.append(colour ? line.ansi() : line.text().stripTrailing());
            }
        }
        frame.append("\u001b[")
                .append(cursorRow + 1)
                .append(';')
                .append(cursorColumn + 1)
                .append("H\u001b[?25h");
        write(frame.toString());
    }

    @Override
    public Key read() throws IOException, InterruptedException {
        while (true) {
            if (resized) {
                resized = false;
                size = terminal.getSize();
                return Key.of(Kind.RESIZED);
            }
            Key key = raw.read();
            if (key.kind() != Kind.OTHER) {
                return key;
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        write("\u001b[?25h\u001b[?1049l");
        terminal.handle(Signal.WINCH, formerHandler);
        raw.close();
    }

    private void write(String text) {
        PrintWriter writer = terminal.writer();
        writer.write(text);
        writer.flush();
    }
}
