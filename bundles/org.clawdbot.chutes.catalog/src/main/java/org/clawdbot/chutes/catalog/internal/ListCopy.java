package org.clawdbot.chutes.catalog.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Arrays;
import org.clawdbot.api.host.FileReplacement;
import org.jspecify.annotations.Nullable;

/**
 * Copies a list into its file while it arrives, a block at a time. As long as the file has the same there, nothing is
 * written: within its cache period the server gives the same list again. From the first difference on all of it goes into a
 * new file, with what came before it copied from the old one.
 *
 * <p>That it cannot be kept is logged and keeps nobody from using it.
 */
final class ListCopy implements Closeable {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);

    private static final int BLOCK = 32 * 1024;

    private final Path file;
    private final byte[] head;
    private final @Nullable KeptFile before;
    private final boolean oldHeadWillDo;

    private final byte[] block = new byte[BLOCK];
    private int filled;
    private @Nullable InputStream old;
    private byte[] oldBlock = {};
    private long same;
    private @Nullable FileReplacement replacement;
    private boolean failed;

    /**
     * Begins a copy.
     *
     * @param head what comes before the list
     * @param before what the file holds, or null; closed with this
     * @param oldHeadWillDo whether the file can stay as it is if the list is the same
     */
    ListCopy(Path file, byte[] head, @Nullable KeptFile before, boolean oldHeadWillDo) {
        this.file = file;
        this.head = head;
        this.before = before;
        this.oldHeadWillDo = oldHeadWillDo;
    }

    /** Adds what has arrived. */
    void add(byte[] bytes, int offset, int count) {
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, BLOCK - filled);
            System.arraycopy(bytes, offset + done, block, filled, part);
            filled += part;
            done += part;
            if (filled == BLOCK) {
                endBlock();
            }
        }
    }

    /** Puts the list, which is whole, into its file. */
    void commit() {
        endBlock();
        if (failed) {
            return;
        }
        try {
            if (replacement == null && oldHeadWillDo && old != null && old.read() < 0) {
                return;
            }
            FileReplacement whole = begun();
            whole.write(KeptFile.TAIL, 0, KeptFile.TAIL.length);
            whole.commit();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void endBlock() {
        try {
            if (failed) {
                return;
            }
            if (replacement == null && isInOldFile()) {
                same += filled;
            } else {
                begun().write(block, 0, filled);
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            filled = 0;
        }
    }

    private boolean isInOldFile() throws IOException {
        if (before == null) {
            return false;
        }
        if (old == null) {
            old = before.list();
            oldBlock = new byte[BLOCK];
        }
        return old.readNBytes(oldBlock, 0, filled) == filled && Arrays.equals(block, 0, filled, oldBlock, 0, filled);
    }

    /** Gives the new file, into which is copied what is in the old one if it is begun only now. */
    private FileReplacement begun() throws IOException {
        FileReplacement begun = replacement;
        if (begun == null) {
            begun = FileReplacement.of(file);
            replacement = begun;
            begun.write(head, 0, head.length);
            if (before != null) {
                before.copyList(same, begun);
                before.close(); // not every system replaces what is open
            }
        }
        return begun;
    }

    private void fail(IOException why) {
        failed = true;
        logFailure(file, why);
    }

    static void logFailure(Path file, IOException why) {
        LOG.log(
                why instanceof ClosedByInterruptException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "The model list could not be kept in {0}: {1}",
                file,
                why.toString());
    }

    /** Leaves nothing behind of what was not put into the file. */
    @Override
    public void close() {
        close(replacement);
        close(before);
    }

    private static void close(@Nullable Closeable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Something is left of a copy of the list: {0}", e.toString());
        }
    }
}
