package org.clawdbot.chutes.catalog.file.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Objects;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/** The list in the file, read again whenever the file is another one than before. */
final class PinnedFile {

    private static final System.Logger LOG = System.getLogger(FileModelCatalog.PID);
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final @Nullable Path file;
    private final Clock clock;
    private @Nullable CatalogSnapshot last;
    private @Nullable Mark lastMark;
    private @Nullable Rejected rejected;

    PinnedFile(@Nullable Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** By what a file is known to be the same. */
    private record Mark(FileTime modified, long size, @Nullable Object key) {

        static Mark of(BasicFileAttributes attributes) {
            return new Mark(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    /** A file that could not be read, so that it need not be tried again and again. */
    private record Rejected(Mark mark, InvalidSettingException why) {}

    /** Gives the list as it is now, or the last good one and why. */
    synchronized CatalogSnapshot current() {
        try {
            return refreshIfChanged();
        } catch (InvalidSettingException e) {
            CatalogSnapshot good = last;
            if (good == null) {
                throw e;
            }
            return new CatalogSnapshot(
                    good.provider(),
                    good.source(),
                    good.fetchedAt(),
                    true,
                    e.getMessage(),
                    good.skippedRows(),
                    good.models());
        }
    }

    synchronized CatalogSnapshot refresh() {
        lastMark = null;
        rejected = null;
        return refreshIfChanged();
    }

    /** Gives what is known if the file is still the same, else reads it. */
    synchronized CatalogSnapshot refreshIfChanged() {
        Path path = file;
        if (path == null) {
            throw unusable("names no file; set it to a JSON file in the shape of GET /v1/models", null);
        }
        try {
            Mark mark = Mark.of(Files.readAttributes(path, BasicFileAttributes.class));
            CatalogSnapshot known = last;
            if (known != null && mark.equals(lastMark)) {
                return known;
            }
            Rejected before = rejected;
            if (before != null && before.mark().equals(mark)) {
                throw before.why();
            }
            CatalogSnapshot read = read(path, mark);
            last = read;
            lastMark = mark;
            rejected = null;
            return read;
        } catch (NoSuchFileException e) {
            throw unusable("names " + path + ", which does not exist", e);
        } catch (IOException e) {
            throw unusable("names " + path + ", which cannot be read (" + e + ")", e);
        }
    }

    private CatalogSnapshot read(Path path, Mark mark) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        try {
            if (content.length > MAX_BYTES) {
                throw unusable("names " + path + ", which is larger than " + MAX_BYTES / (1024 * 1024) + " MiB", null);
            }
            ModelList list = ModelList.parse(FileModelCatalog.PROVIDER, content)
                    .orElseThrow(() -> unusable("names " + path + ", which holds neither rows nor \"data\"", null));
            return new CatalogSnapshot(
                    FileModelCatalog.PROVIDER,
                    CatalogSource.FILE,
                    clock.instant(),
                    false,
                    null,
                    list.skipped(),
                    list.models());
        } catch (JsonException e) {
            throw reject(mark, unusable("names " + path + ", which is " + e.getMessage(), e));
        } catch (InvalidSettingException e) {
            throw reject(mark, e);
        }
    }

    private InvalidSettingException reject(Mark mark, InvalidSettingException why) {
        rejected = new Rejected(mark, why);
        LOG.log(System.Logger.Level.WARNING, Objects.requireNonNull(why.getMessage()));
        return why;
    }

    private static InvalidSettingException unusable(String reason, @Nullable Throwable cause) {
        return new InvalidSettingException(
                FileModelCatalog.PID + " file",
                FileModelCatalog.PID + " file " + reason,
                ErrorDetails.ofProvider(FileModelCatalog.PROVIDER),
                cause);
    }
}
