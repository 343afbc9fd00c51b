package org.clawdbot.credentials.file.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.host.FileStamp;
import org.jspecify.annotations.Nullable;

/**
 * What the file held when it was last read, for as long as it is the same file. Each request asks for the profiles several
 * times, and parsing them takes longer than anything else that happens before it is sent; even to look at the file each time
 * would take longer than most of the rest. Safe for any number of threads.
 */
final class LastRead {

    /** For so long after a look nobody looks again; what other processes change is seen that much later. */
    private static final Duration FRESH = Duration.ofMillis(10);

    private final Path file;
    private final Clock clock;
    private final Source source;
    private volatile @Nullable Entry last;

    LastRead(Path file, Clock clock, Source source) {
        this.file = file;
        this.clock = clock;
        this.source = source;
    }

    /** Reads and understands the file. */
    @FunctionalInterface
    interface Source {
        Credentials read() throws IOException, MalformedDocumentException;
    }

    Credentials get() throws IOException, MalformedDocumentException {
        Entry known = last;
        Instant now = clock.instant();
        if (known != null && known.isFreshAt(now)) {
            return known.credentials();
        }
        FileAccess access = FileAccess.of(file);
        if (known != null && known.stamp().equals(access.stamp()) && access.isPrivate()) {
            last = new Entry(known.stamp(), known.credentials(), now);
            return known.credentials();
        }
        Credentials credentials = source.read();
        // the stamp is older than the content, so that a change between the two is read once more
        last = access.stamp().reliableAt(now) ? new Entry(access.stamp(), credentials, now) : null;
        return credentials;
    }

    /** Makes the next one look: this process has changed the file. */
    void forget() {
        last = null;
    }

    private record Entry(FileStamp stamp, Credentials credentials, Instant lookedAt) {

        boolean isFreshAt(Instant now) {
            return !now.isBefore(lookedAt) && now.isBefore(lookedAt.plus(FRESH));
        }
    }
}
