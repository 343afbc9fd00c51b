package org.clawdbot.shell.internal.gogo;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.clawdbot.shell.internal.Shell;
import org.jspecify.annotations.Nullable;

/** Hears of console sessions, and has the commands completed in those that JLine runs, as of Gogo and of Karaf. */
final class SessionCompletion implements CommandSessionListener, AutoCloseable {

    private static final String READER = ".reader";

    private final Shell shell;
    private @Nullable ReaderCompletion completion;
    private boolean closed;

    SessionCompletion(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence line) {
        equip(session);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Exception failure) {
        equip(session);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Object result) {
        equip(session);
    }

    private synchronized void equip(CommandSession session) {
        Object reader = session.get(READER);
        if (reader == null || closed) {
            return;
        }
        try {
            if (completion == null) {
                completion = new ReaderCompletion(shell);
            }
            completion.equip(reader);
        } catch (LinkageError withoutJLine) {
            closed = true;
        }
    }

    /** Leaves every console as it was. */
    @Override
    public synchronized void close() {
        closed = true;
        if (completion != null) {
            completion.close();
        }
    }
}
