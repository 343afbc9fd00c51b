package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.host.FileReplacement;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last good list in a file: one JSON object whose first line says where and when the list was fetched, followed
 * by the server's own bytes, so that the first line can be written anew without reading the rest. A file that is missing,
 * broken or of another server counts as none: the list can be had again.
 */
final class LastGoodList {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);

    private static final String LIST = "\"list\":";

    /** How much older than it is a list may seem that the server gives again and again. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final Path file;
    private final Endpoint endpoint;
    private volatile @Nullable Kept kept;

    LastGoodList(Path file, Endpoint endpoint) {
        this.file = file.toAbsolutePath();
        this.endpoint = endpoint;
    }

    Optional<KnownList> read() {
        try {
            byte[] content = Files.readAllBytes(file);
            int head = headLength(content);
            Optional<Head> about = head(content, head);
            int rows = content.length - head - ListCopy.TAIL.length;
            if (about.isEmpty() || rows < 0) {
                return Optional.empty();
            }
            return ModelList.parse(LiveModelCatalog.PROVIDER, content, head, rows)
                    .map(list -> new KnownList(
                            list, about.get().confirmedAt(), about.get().validator(), null));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JsonException | DateTimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The last good model list in {0} is not usable: {1}",
                    file,
                    e.toString());
            return Optional.empty();
        }
    }

    /** Begins to keep a list that arrives. One that was kept a moment ago is not written again. */
    ListCopy begin(Instant fetchedAt, Validator validator) {
        Kept before = Files.exists(file) ? kept : null;
        return new ListCopy(
                file,
                new Head(fetchedAt, validator).line(endpoint),
                before == null ? null : before.content(),
                before != null && before.isSoonBefore(fetchedAt, validator),
                content -> kept = content == null ? null : new Kept(content, validator, fetchedAt));
    }

    /** Notes that the server still has the list that the file holds. */
    void confirm(Instant at, Validator validator) {
        try {
            byte[] content = Files.readAllBytes(file);
            int head = headLength(content);
            Optional<Head> about = head(content, head);
            if (about.isPresent() && about.get().validator().equals(validator)) {
                replaceHead(new Head(at, validator), content, head);
            }
        } catch (IOException | JsonException | DateTimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The model list in {0} was not confirmed: {1}", file, e.toString());
        }
    }

    private void replaceHead(Head head, byte[] content, int oldHead) {
        kept = null;
        byte[] line = head.line(endpoint);
        try (FileReplacement confirmed = FileReplacement.of(file)) {
            confirmed.write(line, 0, line.length);
            confirmed.write(content, oldHead, content.length - oldHead);
            confirmed.commit();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The model list could not be kept in {0}: {1}", file, e.toString());
        }
    }

    /** The first line with its line end, or nothing where there is none. */
    private static int headLength(byte[] content) {
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private Optional<Head> head(byte[] content, int length) throws JsonException {
        String line = new String(content, 0, length, StandardCharsets.UTF_8).stripTrailing();
        if (!line.endsWith(LIST)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> head =
                Json.object(Json.parse(line + "null}")).orElse(Map.of());
        Validator validator = new Validator(
                Json.text(head, "etag").orElse(null),
                Json.text(head, "lastModified").orElse(null));
        return Json.text(head, "baseUrl")
                .filter(endpoint.toString()::equals)
                .flatMap(sameServer -> Json.text(head, "fetchedAt"))
                .map(time -> new Head(Instant.parse(time), validator));
    }

    /** What was written last. */
    private record Kept(ListCopy.Content content, Validator validator, Instant at) {

        boolean isSoonBefore(Instant next, Validator ofNext) {
            Duration since = Duration.between(at, next);
            return validator.equals(ofNext) && !since.isNegative() && since.compareTo(PRECISION) < 0;
        }
    }

    /** What the first line says. */
    private record Head(Instant confirmedAt, Validator validator) {

        byte[] line(Endpoint endpoint) {
            StringBuilder line = new StringBuilder("{");
            member(line, "baseUrl", endpoint.toString());
            member(line, "fetchedAt", confirmedAt.toString());
            member(line, "etag", validator.etag());
            member(line, "lastModified", validator.lastModified());
            return line.append(LIST).append('\n').toString().getBytes(StandardCharsets.UTF_8);
        }

        private static void member(StringBuilder line, String name, @Nullable String value) {
            if (value != null) {
                line.append('"')
                        .append(name)
                        .append("\":")
                        .append(Json.quote(value))
                        .append(',');
            }
        }
    }
}
