package org.clawdbot.credentials.file.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.host.FileStamp;

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
    private volatile Entry last = Entry.none();

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
        if (known.isFreshAt(now)) {
            return known.credentials();
        }
        FileAccess access = FileAccess.of(file);
        boolean same = known.isOf(access.stamp()) && access.isPrivate();
        Credentials credentials = same ? known.credentials() : source.read();
        // the stamp is older than the content, so that a change between the two is read once more
        boolean reliable = same || access.stamp().reliableAt(now);
        remember(known, new Entry(access.stamp(), reliable, credentials, now));
        return credentials;
    }

    /** Keeps what was found, unless the file was changed, or another thread has looked, while this one did. */
    @SuppressWarnings("ReferenceEquality") // what is forgotten is replaced by one that says the same
    private synchronized void remember(Entry known, Entry found) {
        if (last == known) {
            last = found;
        }
    }

    /** Makes the next one look: this process has changed the file. */
    synchronized void forget() {
        last = Entry.none();
    }

    /**
     * What a look at the file found.
     *
     * @param stamp which file it was
     * @param reliable whether another content would have had another stamp
     * @param credentials what it held
     * @param lookedAt when that was
     */
    private record Entry(FileStamp stamp, boolean reliable, Credentials credentials, Instant lookedAt) {

        /** One that is not the one before it, either. */
        static Entry none() {
            return new Entry(FileStamp.NONE, false, Credentials.EMPTY, Instant.MIN);
        }

        boolean isFreshAt(Instant now) {
            return !now.isBefore(lookedAt) && now.isBefore(lookedAt.plus(FRESH));
        }

        boolean isOf(FileStamp there) {
            return reliable && stamp.equals(there);
        }
    }
}
