package org.clawdbot.api.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces a file by content that comes piece by piece and need not be in memory as a whole. Until {@link #commit} the old
 * file is untouched, and a crash at any moment leaves either the old or the new one; {@link #close} without it gives up. Write
 * without long pauses: what nobody has written to for five minutes counts as left behind by a crash. Not safe for several
 * threads.
 *
 * @see StateFolder#replaceFile
 */
public final class FileReplacement implements Closeable {

    private static final String TEMPORARY_SUFFIX = ".clawdbot-tmp";
    private static final Duration LEFTOVER_AGE = Duration.ofMinutes(5);
    private static final int MAX_LINKS = 40;

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;

    private FileReplacement(Path file, Path temporary) throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StateFolder.ownerOnly(temporary));
    }

    /**
     * Begins to replace a file. A symbolic link is followed, so the link stays. Missing folders are created for the owner
     * only. Temporary files that earlier crashes left behind are removed when they are some minutes old.
     *
     * @param target the file to replace or create
     * @return the replacement, which has no content yet
     * @throws IOException if it cannot be written beside the target
     */
    public static FileReplacement of(Path target) throws IOException {
        Path file = followLinks(target.toAbsolutePath());
        Path folder = parentOf(file);
        StateFolder.createFolders(folder);
        String prefix = "." + file.getFileName() + ".";
        sweep(folder, prefix, Instant.now().minus(LEFTOVER_AGE));
        return new FileReplacement(file, folder.resolve(prefix + UUID.randomUUID() + TEMPORARY_SUFFIX));
    }

    /**
     * Adds a piece at the end of what was written before.
     *
     * @param content what holds the piece
     * @param offset where it begins
     * @param length how many bytes it has
     * @throws IOException if it cannot be written
     */
    public void write(byte[] content, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Forces what was written to the disk and puts it in the place of the old file.
     *
     * @throws IOException if that is not possible; the old file is then untouched
     */
    public void commit() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(parentOf(file));
    }

    /** Gives up unless it was committed; nothing of it is left then. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path followLinks(Path target) throws IOException {
        Path file = target;
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemLoopException(target.toString());
            }
            file = parentOf(file).resolve(Files.readSymbolicLink(file));
        }
        return file;
    }

    private static Path parentOf(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " is not a file");
        }
        return parent;
    }

    /** Makes the rename itself durable. Some systems cannot open a folder; their rename is durable or beyond our reach. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The new content is in place; only its survival of a power cut is less certain here.
        }
    }

    private static void sweep(Path folder, String prefix, Instant before) {
        DirectoryStream.Filter<Path> leftover = entry -> {
            String name = String.valueOf(entry.getFileName());
            return name.startsWith(prefix)
                    && name.endsWith(TEMPORARY_SUFFIX)
                    && Files.getLastModifiedTime(entry).toInstant().isBefore(before);
        };
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, leftover)) {
            for (Path each : leftovers) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
            // Tidying up must never keep the new content from being written.
        }
    }
}
