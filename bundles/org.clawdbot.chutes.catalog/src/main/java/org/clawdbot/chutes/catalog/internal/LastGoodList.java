package org.clawdbot.chutes.catalog.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last good list in a file: two members that say where and when it was fetched, and the server's own bytes. A
 * file that is missing, broken or of another server counts as none: it can be had again.
 */
final class LastGoodList {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);

    private final Path file;
    private final Endpoint endpoint;

    LastGoodList(Path file, Endpoint endpoint) {
        this.file = file;
        this.endpoint = endpoint;
    }

    Optional<KnownList> read() {
        try {
            return Files.exists(file) ? decode(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException | JsonException | DateTimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The last good model list in {0} is not usable: {1}",
                    file,
                    e.toString());
            return Optional.empty();
        }
    }

    void write(byte[] list, Instant fetchedAt) {
        try {
            StateFolder.replaceFile(file.toAbsolutePath(), encode(list, fetchedAt));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The model list could not be kept in {0}: {1}", file, e.toString());
        }
    }

    private Optional<KnownList> decode(byte[] content) throws JsonException {
        Map<String, @Nullable Object> document =
                Json.object(Json.parse(content)).orElse(Map.of());
        Optional<String> baseUrl = Json.text(document, "baseUrl").filter(endpoint.toString()::equals);
        Optional<Instant> fetchedAt = Json.text(document, "fetchedAt").map(Instant::parse);
        Object list = document.get("list");
        if (baseUrl.isEmpty() || fetchedAt.isEmpty()) {
            return Optional.empty();
        }
        return ModelList.of(LiveModelCatalog.PROVIDER, list).map(rows -> new KnownList(rows, fetchedAt.get()));
    }

    private byte[] encode(byte[] list, Instant fetchedAt) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head =
                "{\"baseUrl\":\"" + endpoint.toString().replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\",\"fetchedAt\":\"" + fetchedAt + "\",\"list\":";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(list);
        out.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
