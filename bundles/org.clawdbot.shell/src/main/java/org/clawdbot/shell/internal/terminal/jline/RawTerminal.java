package org.clawdbot.shell.internal.terminal.jline;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.clawdbot.shell.internal.terminal.Key;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.KeyDecoder;
import org.clawdbot.shell.internal.terminal.KeyDecoder.Characters;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;

/** A terminal that hands over every key as it is pressed, Ctrl-C included, and shows none of them. */
final class RawTerminal implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 100;
    private static final int TENTH_OF_A_SECOND = 1;

    private final Terminal terminal;
    private final boolean ours;
    private final Attributes former;
    private final KeyDecoder keys;

    /** Takes a terminal, which is closed in the end if it is ours; nothing changes before {@link #enter}. */
    RawTerminal(Terminal terminal, boolean ours) {
        this.terminal = terminal;
        this.ours = ours;
        this.former = terminal.getAttributes();
        this.keys = new KeyDecoder(ours ? standardInput() : terminal.reader()::read);
    }

    void enter() {
        Attributes raw = new Attributes(former);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, ours ? 0 : 1);
        raw.setControlChar(ControlChar.VTIME, ours ? TENTH_OF_A_SECOND : 0);
        terminal.setAttributes(raw);
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

    /** Waits a moment for a key; gives {@link Kind#OTHER} if none is pressed. */
    Key read() throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return keys.read(PATIENCE_MILLIS);
        } catch (InterruptedIOException interrupted) {
            throw (InterruptedException) new InterruptedException().initCause(interrupted);
        }
    }

    @Override
    public void close() {
        // stty is waited for, which an interrupted thread cannot do.
        boolean interrupted = Thread.interrupted();
        try {
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
}
