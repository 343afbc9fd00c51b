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
    private volatile Look last = new Look(MAPPER.createObjectNode(), FileStamp.NONE, false, Instant.MIN);

    JsonFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.lock = new ProcessLock(file.resolveSibling("." + file.getFileName() + ".lock"), LOCK_TIMEOUT);
    }

    /**
     * What was seen at a look at the file.
     *
     * @param content what it held
     * @param stamp which file it was
     * @param reliable whether another content would have had another stamp
     * @param at when it was, or {@link Instant#MIN} if somebody has to look again
     */
    private record Look(ObjectNode content, FileStamp stamp, boolean reliable, Instant at) {

        boolean isFreshAt(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
        }

        Look outdated() {
            return new Look(content, stamp, reliable, Instant.MIN);
        }
    }

    /** What the file holds now; not to be changed. */
    ObjectNode read() throws IOException {
        Instant now = clock.instant();
        Look known = last;
        return known.isFreshAt(now) ? known.content() : look(now).content();
    }

    private synchronized Look look(Instant now) throws IOException {
        Look known = last;
        if (known.isFreshAt(now)) {
            return known;
        }
        FileStamp there = FileStamp.of(file);
        if (known.reliable() && there.equals(known.stamp())) {
            known = new Look(known.content(), there, true, now);
        } else {
            boolean absent = there.equals(FileStamp.NONE);
            known = new Look(absent ? MAPPER.createObjectNode() : load(), there, absent || there.reliableAt(now), now);
        }
        last = known;
        return known;
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
        last = last.outdated();
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
