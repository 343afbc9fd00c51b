package org.clawdbot.shell.internal.terminal.jline;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.clawdbot.shell.internal.terminal.Key;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.KeyDecoder;
import org.clawdbot.shell.internal.terminal.KeyDecoder.Characters;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Screen;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/** A screen on a terminal of JLine: that of the process, or that of a console session, which may be far away. */
public final class JLineScreen implements Screen {

    private static final long PATIENCE_MILLIS = 100;
    private static final int TENTH_OF_A_SECOND = 1;

    private final Terminal terminal;
    private final boolean colour;
    private final boolean ours;
    private final Attributes former;
    private final SignalHandler formerHandler;
    private final KeyDecoder keys;
    private volatile boolean resized;
    private Size size;
    private boolean closed;

    private JLineScreen(Terminal terminal, boolean colour, boolean ours) {
        this.terminal = terminal;
        this.colour = colour;
        this.ours = ours;
        this.former = terminal.getAttributes();
        this.keys = new KeyDecoder(ours ? standardInput() : terminal.reader()::read);
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
        Attributes raw = new Attributes(former);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, ours ? 0 : 1);
        raw.setControlChar(ControlChar.VTIME, ours ? TENTH_OF_A_SECOND : 0);
        terminal.setAttributes(raw);
        write("\u001b[?1049h\u001b[2J");
    }

    /**
     * Reads without the thread of JLine, which would still sit on the standard input when the screen is closed, and
     * take what is typed for the next question. The terminal itself ends each read after a tenth of a second.
     */
    private static Characters standardInput() {
        InputStream input = new FileInputStream(FileDescriptor.in);
        Reader reader = new InputStreamReader(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        return input.read();
                    }

                    /** One byte at a time, as no byte must be taken for the end of what the reader may hold. */
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int value = input.read();
                        if (value < 0) {
                            return -1;
                        }
                        bytes[offset] = (byte) value;
                        return 1;
                    }
                },
                StandardCharsets.UTF_8);
        return millis -> {
            int character = reader.read();
            return character < 0 ? Characters.NOTHING : character;
        };
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
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (resized) {
                resized = false;
                size = terminal.getSize();
                return Key.of(Kind.RESIZED);
            }
            try {
                Key key = keys.read(PATIENCE_MILLIS);
                if (key.kind() != Kind.OTHER) {
                    return key;
                }
            } catch (InterruptedIOException interrupted) {
                throw (InterruptedException) new InterruptedException().initCause(interrupted);
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // stty is waited for, which an interrupted thread cannot do.
        boolean interrupted = Thread.interrupted();
        try {
            write("\u001b[?25h\u001b[?1049l");
            terminal.handle(Signal.WINCH, formerHandler);
            terminal.setAttributes(former);
            if (ours) {
                terminal.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The terminal cannot be given back; type: stty sane", failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(String text) {
        PrintWriter writer = terminal.writer();
        writer.write(text);
        writer.flush();
    }
}
