package org.clawdbot.api.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells one content of a file from another without reading it, so that what was read need not be read again. Immutable.
 *
 * @param modified when the file was last written, or null if there is none
 * @param size how many bytes it has
 * @param key which file it is, where the file system tells that, or null
 */
public record FileStamp(@Nullable Instant modified, long size, @Nullable Object key) {

    /** The stamp where there is no file. */
    public static final FileStamp NONE = new FileStamp(null, 0, null);

    /** Clocks of file systems may tick this slowly. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /**
     * Looks at a file; a link is followed.
     *
     * @param file the file
     * @return its stamp, or {@link #NONE} if there is no such file
     * @throws IOException if it cannot be looked at
     */
    public static FileStamp of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE; // asked first because it is often so, and an exception costs more than all the rest
        }
        try {
            return of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    /**
     * Takes the stamp from attributes that were read already.
     *
     * @param attributes the attributes of a file
     * @return its stamp
     */
    public static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
    }

    /**
     * Says whether the same stamp means the same content ever after. A file that was written just before it was read may be
     * written once more in the same tick of the file system's clock, which no stamp can tell.
     *
     * @param readAt when the content was read, taken before the stamp
     * @return whether the stamp may be relied on
     */
    public boolean reliableAt(Instant readAt) {
        return modified != null && modified.plus(TICK).isBefore(readAt);
    }
}
