package org.clawdbot.chutes.catalog.file.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A list of models pinned in a file. Each call looks whether the file has changed, so that an edit is seen at once and
 * nothing has to be watched; an edit that cannot be read leaves the last good list in use and says where it is wrong.
 */
@Component(name = FileModelCatalog.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileModelCatalog.Config.class)
@ModelProvider(FileModelCatalog.PROVIDER)
@CatalogSource(CatalogSource.FILE)
public final class FileModelCatalog implements ModelCatalog {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.catalog.file";

    static final String PROVIDER = "chutes";

    private static final int MAX_BYTES = 32 * 1024 * 1024;

    /** The settings of the catalog. */
    @ObjectClassDefinition(
            name = "Chutes pinned catalog",
            description = "A list of models of Chutes.ai, pinned in a file instead of fetched.")
    public @interface Config {

        /**
         * Names the file.
         *
         * @return a path
         */
        @AttributeDefinition(
                name = "File",
                description = "A JSON file in the shape of GET /v1/models, or just its rows. Required.")
        String file() default "";
    }

    private final @Nullable Path file;
    private final Clock clock;
    private @Nullable Pinned last;

    /**
     * Serves the list in the configured file.
     *
     * @param config the settings
     */
    @Activate
    public FileModelCatalog(Config config) {
        this(
                config.file() == null || config.file().isBlank()
                        ? null
                        : Path.of(config.file().strip()).toAbsolutePath(),
                Clock.systemUTC());
    }

    FileModelCatalog(@Nullable Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized CatalogSnapshot current() {
        Pinned known = last;
        try {
            return read(known).snapshot(null);
        } catch (InvalidSettingException e) {
            if (known == null) {
                throw e;
            }
            return known.snapshot(e.getMessage());
        }
    }

    @Override
    public synchronized CatalogSnapshot refresh() {
        return read(null).snapshot(null);
    }

    /** Gives what is known if the file is still the same, else reads it. */
    private Pinned read(@Nullable Pinned known) {
        Path path = file;
        if (path == null) {
            throw unusable("names no file; set it to a JSON file in the shape of GET /v1/models", null);
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (known != null && known.isOf(attributes)) {
                return known;
            }
            Pinned pinned = new Pinned(list(path), clock.instant(), attributes.lastModifiedTime(), attributes.size());
            last = pinned;
            return pinned;
        } catch (NoSuchFileException e) {
            throw unusable("names " + path + ", which does not exist", e);
        } catch (IOException e) {
            throw unusable("names " + path + ", which cannot be read (" + e + ")", e);
        } catch (JsonException e) {
            throw unusable("names " + path + ", which is " + e.getMessage(), e);
        }
    }

    private static ModelList list(Path path) throws IOException, JsonException {
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new IOException("larger than " + MAX_BYTES / (1024 * 1024) + " MiB");
        }
        return ModelList.of(PROVIDER, Json.parse(content))
                .orElseThrow(() -> unusable("names " + path + ", which holds neither rows nor \"data\"", null));
    }

    private static InvalidSettingException unusable(String reason, @Nullable Throwable cause) {
        return new InvalidSettingException(
                PID + " file", PID + " file " + reason, ErrorDetails.ofProvider(PROVIDER), cause);
    }

    /** A list and the file it was read from. */
    private record Pinned(ModelList list, Instant readAt, FileTime modified, long size) {

        boolean isOf(BasicFileAttributes attributes) {
            return size == attributes.size() && modified.equals(attributes.lastModifiedTime());
        }

        CatalogSnapshot snapshot(@Nullable String problem) {
            return new CatalogSnapshot(
                    PROVIDER, CatalogSource.FILE, readAt, problem != null, problem, list.skipped(), list.models());
        }
    }
}
