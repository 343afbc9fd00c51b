package org.clawdbot.models.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.clawdbot.api.host.FileStamp;
import org.clawdbot.api.host.ProcessLock;
import org.clawdbot.api.host.StateFolder;

/**
 * A file with one JSON object that several processes share: replaced as a whole, changed under a lock, and read again only
 * when it is another one. What cannot be understood counts as empty, and is set aside before it is replaced.
 */
final class JsonFile {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** For so long after a look nobody looks again: several threads ask several times for each request. */
    private static final Duration FRESH = Duration.ofMillis(10);

    private final Path file;
    private final Clock clock;
    private final ProcessLock lock;
    private ObjectNode content = MAPPER.createObjectNode();
    private FileStamp stamp = FileStamp.NONE;
    private boolean reliable;
    private Instant lookedAt = Instant.MIN;

    JsonFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.lock = new ProcessLock(file.resolveSibling("." + file.getFileName() + ".lock"), LOCK_TIMEOUT);
    }

    /** What the file holds now; not to be changed. */
    synchronized ObjectNode read() throws IOException {
        Instant now = clock.instant();
        if (reliable && !now.isBefore(lookedAt) && now.isBefore(lookedAt.plus(FRESH))) {
            return content;
        }
        FileStamp there = FileStamp.of(file);
        lookedAt = now;
        if (!reliable || !there.equals(stamp)) {
            boolean absent = there.equals(FileStamp.NONE);
            content = absent ? MAPPER.createObjectNode() : load();
            stamp = there;
            reliable = absent || there.reliableAt(now);
        }
        return content;
    }

    /** Changes the file in one step; a change that changes nothing writes nothing. */
    void update(Consumer<ObjectNode> change) throws IOException {
        lock.whileHeld(() -> {
            ObjectNode before = load();
            ObjectNode after = before.deepCopy();
            change.accept(after);
            if (!after.equals(before)) {
                setAsideIfUnreadable();
                StateFolder.replaceFile(
                        file,
                        (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(after) + "\n")
                                .getBytes(StandardCharsets.UTF_8));
                forgetLook();
            }
            return after;
        });
    }

    private synchronized void forgetLook() {
        lookedAt = Instant.MIN;
    }

    private ObjectNode load() throws IOException {
        if (Files.exists(file)) {
            try {
                JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
                if (node instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        () -> file + " is not JSON at line " + e.getLocation().getLineNr());
            }
        }
        return MAPPER.createObjectNode();
    }

    private void setAsideIfUnreadable() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode) {
                return;
            }
        } catch (JsonProcessingException unreadable) {
            // just as one that holds no object
        }
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable-" + clock.millis());
        Files.move(file, aside);
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} cannot be understood; it was set aside as {1}",
                file,
                aside.getFileName());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
