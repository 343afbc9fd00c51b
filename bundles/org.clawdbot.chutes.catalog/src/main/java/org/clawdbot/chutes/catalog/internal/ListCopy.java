package org.clawdbot.chutes.catalog.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.clawdbot.api.host.FileReplacement;
import org.jspecify.annotations.Nullable;

/**
 * Copies a list into its file while it arrives, a block at a time. As long as each block is the one that the file has in its
 * place, nothing is written: a list that is fetched again is mostly the same. From the first difference on all of it goes
 * into a new file, with what came before it taken over from the old one.
 *
 * <p>That it cannot be kept is logged and keeps nobody from using it.
 */
final class ListCopy implements Closeable {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);

    /** What comes behind the list. */
    static final byte[] TAIL = "\n}\n".getBytes(StandardCharsets.US_ASCII);

    private static final int BLOCK = 32 * 1024;

    private final Path file;
    private final byte[] head;
    private final @Nullable Content before;
    private final boolean oldHeadWillDo;
    private final Consumer<@Nullable Content> written;

    private final byte[] block = new byte[BLOCK];
    private int filled;
    private final List<Block> blocks = new ArrayList<>();
    private @Nullable FileReplacement replacement;
    private boolean failed;

    /**
     * A part of a list. Blocks that differ and have the same sum are told apart when the list is next written as a whole.
     *
     * @param length how many bytes it has
     * @param sum over these
     */
    private record Block(int length, long sum) {

        static Block of(byte[] bytes, int length) {
            CRC32C sum = new CRC32C();
            sum.update(bytes, 0, length);
            return new Block(length, sum.getValue());
        }
    }

    /**
     * What was written to a file.
     *
     * @param head how long the head is
     * @param blocks the list behind it
     */
    record Content(int head, List<Block> blocks) {}

    /**
     * Begins a copy.
     *
     * @param head what comes before the list
     * @param before what the file holds as far as that is known, or null
     * @param oldHeadWillDo whether the file can stay as it is if the list is the same
     * @param written is told what the file holds then, or null if that is not known any more
     */
    ListCopy(
            Path file,
            byte[] head,
            @Nullable Content before,
            boolean oldHeadWillDo,
            Consumer<@Nullable Content> written) {
        this.file = file;
        this.head = head;
        this.before = before;
        this.oldHeadWillDo = oldHeadWillDo;
        this.written = written;
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
        if (filled > 0) {
            endBlock();
        }
        if (failed || (replacement == null && oldHeadWillDo && before != null && before.blocks.equals(blocks))) {
            return;
        }
        try {
            FileReplacement whole = begun(blocks.size());
            whole.write(TAIL, 0, TAIL.length);
            whole.commit();
            written.accept(new Content(head.length, blocks));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void endBlock() {
        Block next = Block.of(block, filled);
        int place = blocks.size();
        blocks.add(next);
        boolean same = before != null
                && place < before.blocks.size()
                && before.blocks.get(place).equals(next);
        if (!failed && (replacement != null || !same)) {
            try {
                begun(place).write(block, 0, filled);
            } catch (IOException e) {
                fail(e);
            }
        }
        filled = 0;
    }

    /** Gives the new file, which has so many blocks of the old one if it is begun only now. */
    private FileReplacement begun(int count) throws IOException {
        FileReplacement begun = replacement;
        if (begun == null) {
            begun = FileReplacement.of(file);
            replacement = begun;
            begun.write(head, 0, head.length);
            if (before != null && count > 0) {
                takeOver(begun, before, count);
            }
        }
        return begun;
    }

    private void takeOver(FileReplacement begun, Content old, int count) throws IOException {
        byte[] bytes = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(old.head);
            for (Block each : old.blocks.subList(0, count)) {
                int length = in.readNBytes(bytes, 0, each.length);
                if (!each.equals(Block.of(bytes, length))) {
                    throw new IOException("it was changed by somebody else");
                }
                begun.write(bytes, 0, length);
            }
        }
    }

    private void fail(IOException why) {
        failed = true;
        written.accept(null);
        LOG.log(System.Logger.Level.WARNING, "The model list could not be kept in {0}: {1}", file, why.toString());
    }

    /** Leaves nothing behind of what was not put into the file. */
    @Override
    public void close() {
        FileReplacement begun = replacement;
        if (begun != null) {
            try {
                begun.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Something is left of a copy of the list: {0}", e.toString());
            }
        }
    }
}
