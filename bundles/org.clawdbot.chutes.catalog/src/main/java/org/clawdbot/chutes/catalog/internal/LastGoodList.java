package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.clawdbot.api.host.FileReplacement;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.JsonException;
import org.clawdbot.chutes.wire.ModelList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last good list in a file. One that is missing, broken or of another server counts as none: the list can be had
 * again.
 */
final class LastGoodList {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);

    private final Path file;
    private final Endpoint endpoint;

    LastGoodList(Path file, Endpoint endpoint) {
        this.file = file.toAbsolutePath();
        this.endpoint = endpoint;
    }

    Optional<KnownList> read() {
        try (KeptFile kept = KeptFile.open(file, endpoint).orElse(null)) {
            if (kept == null) {
                return Optional.empty();
            }
            ListHead head = kept.head();
            return ModelList.read(LiveModelCatalog.PROVIDER, kept.list())
                    .map(list -> new KnownList(list, head.confirmedAt(), head.validator(), null));
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
        ListHead head = new ListHead(fetchedAt, validator);
        KeptFile before = before();
        return new ListCopy(
                file,
                head.line(endpoint),
                before,
                before != null && before.head().isSoonBefore(head));
    }

    private @Nullable KeptFile before() {
        try {
            return KeptFile.open(file, endpoint).orElse(null);
        } catch (IOException | JsonException | DateTimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The model list in {0} will be written anew: {1}", file, e.toString());
            return null;
        }
    }

    /** Notes that the server still has the list that the file holds. */
    void confirm(Instant at, Validator validator) {
        try (KeptFile before = before()) {
            if (before != null && before.head().validator().equals(validator)) {
                replaceHead(before, new ListHead(at, validator));
            }
        } catch (IOException e) {
            ListCopy.logFailure(file, e);
        }
    }

    private void replaceHead(KeptFile before, ListHead head) throws IOException {
        byte[] line = head.line(endpoint);
        try (FileReplacement confirmed = FileReplacement.of(file)) {
            confirmed.write(line, 0, line.length);
            before.copyList(confirmed);
            confirmed.write(KeptFile.TAIL, 0, KeptFile.TAIL.length);
            before.close(); // not every system replaces what is open
            confirmed.commit();
        }
    }
}
