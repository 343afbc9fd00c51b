package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/** A reply that is read from its socket by whoever pulls it; closing it closes the socket. */
final class HttpChatStream implements ChatStream {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final OpenReply open;
    private final ReplyAssembler reply;
    private final BrokenReply broken;
    private final SseReader events;
    private final ChunkParser parser;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.PAUSED);
    private volatile boolean closed;

    /** Who may touch the response: the thread that reads while it does, whoever closes the stream otherwise. */
    private enum Reading {
        PAUSED,
        RUNNING,
        ENDED
    }

    HttpChatStream(OpenReply open, Timeouts timeouts) {
        this.open = open;
        this.reply = open.reply();
        this.broken = new BrokenReply(open, timeouts);
        this.events = new SseReader(open.body());
        this.parser = new ChunkParser(reply);
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        if (taken.getAndSet(true)) {
            throw new IllegalStateException("The events of a stream are given out once");
        }
        return new Events();
    }

    @Override
    public void close() {
        closed = true;
        open.call().cancel();
        if (reading.compareAndSet(Reading.PAUSED, Reading.ENDED)) {
            open.close();
        }
    }

    /** Reads on demand. */
    private final class Events implements Iterator<ChatEvent> {

        private @Nullable ChatEvent next;
        private boolean ended;

        @Override
        public boolean hasNext() {
            next = next == null ? reply.poll() : next;
            while (next == null && !ended) {
                pull();
                next = reply.poll();
            }
            return next != null;
        }

        @Override
        public ChatEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The reply has ended");
            }
            ChatEvent event = next;
            next = null;
            if (event == null) {
                throw new NoSuchElementException("The reply has ended");
            }
            return event;
        }

        private void pull() {
            if (!reading.compareAndSet(Reading.PAUSED, Reading.RUNNING)) {
                ended = true;
                throw new RequestCancelledException("The request was cancelled", open.known(), null);
            }
            boolean more = false;
            boolean sound = false;
            try {
                more = read();
                sound = true;
            } catch (IOException e) {
                throw broken.by(e, closed);
            } catch (LinkageError e) { // the bundle was updated, and with it went the classes it had not used yet
                throw reply.broken(
                        "provider-gone",
                        "The transport was stopped or updated in the middle of the answer; try again",
                        open.known(),
                        e);
            } finally {
                if (!sound) {
                    open.call().cancel(); // or else closing it would read on, in the hope of using the connection again
                }
                pause(more);
            }
        }

        private void pause(boolean more) {
            reading.set(more ? Reading.PAUSED : Reading.ENDED);
            ended = !more;
            if (!more || (closed && reading.compareAndSet(Reading.PAUSED, Reading.ENDED))) {
                open.close();
            }
        }

        /** Reads one event; false once the reply is whole. */
        private boolean read() throws IOException {
            if (parser.repeats(events)) {
                reply.check(open.known());
                return true;
            }
            SseReader.Found found = events.next();
            if (found == SseReader.Found.END || isDone(found)) {
                ChatResult unused = reply.finish(open.known()); // queues the last events
                return false;
            }
            open.watched().begin();
            if (events.length() > 0) {
                chunk(found);
            }
            return true;
        }

        private void chunk(SseReader.Found found) {
            try {
                parser.parse(events.buffer(), events.offset(), events.length());
            } catch (ChunkParser.MalformedChunkException e) {
                throw reply.broken("malformed", "Chutes sent something that is not part of an answer", open.known(), e);
            }
            if (found == SseReader.Found.BARE_JSON) {
                reply.unframed();
            }
            reply.check(open.known());
        }

        private boolean isDone(SseReader.Found found) {
            if (found != SseReader.Found.EVENT || events.length() != DONE.length) {
                return false;
            }
            int offset = events.offset();
            return Arrays.equals(events.buffer(), offset, offset + DONE.length, DONE, 0, DONE.length);
        }
    }
}
