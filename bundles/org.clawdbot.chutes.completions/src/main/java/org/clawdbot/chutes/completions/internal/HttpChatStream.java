package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Response;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.RequestCancelledException;
import org.jspecify.annotations.Nullable;

/** A reply that is read from its socket by whoever pulls it; closing it closes the socket. */
final class HttpChatStream implements ChatStream {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final Call call;
    private final Response response;
    private final ReplyAssembler reply;
    private final ErrorDetails known;
    private final SseReader events;
    private final ChunkParser parser;
    private final ReplyWatch.Watched watched;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.PAUSED);
    private volatile boolean closed;

    /** Who may touch the response: the thread that reads while it does, whoever closes the stream otherwise. */
    private enum Reading {
        PAUSED,
        RUNNING,
        ENDED
    }

    HttpChatStream(Call call, Response response, ReplyAssembler reply, ReplyWatch.Watched watched, ErrorDetails known) {
        this.call = call;
        this.response = response;
        this.reply = reply;
        this.known = known;
        this.watched = watched;
        this.events = new SseReader(new WatchedInputStream(response.body().byteStream(), watched));
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
        call.cancel();
        if (reading.compareAndSet(Reading.PAUSED, Reading.ENDED)) {
            release();
        }
    }

    private void release() {
        watched.end();
        response.close();
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
                throw new RequestCancelledException("The request was cancelled", known, null);
            }
            boolean more = false;
            try {
                more = read();
            } catch (IOException e) {
                throw failed(e);
            } finally {
                pause(more);
            }
        }

        private void pause(boolean more) {
            reading.set(more ? Reading.PAUSED : Reading.ENDED);
            ended = !more;
            if (!more || (closed && reading.compareAndSet(Reading.PAUSED, Reading.ENDED))) {
                release();
            }
        }

        /** Reads one event; false once the reply is whole. */
        private boolean read() throws IOException {
            SseReader.Found found = events.next();
            if (found == SseReader.Found.END || isDone(found)) {
                ChatResult unused = reply.finish(known); // queues the last events
                return false;
            }
            if (events.length() > 0) {
                chunk(found);
            }
            return true;
        }

        private void chunk(SseReader.Found found) {
            try {
                parser.parse(events.buffer(), events.offset(), events.length());
            } catch (ChunkParser.MalformedChunkException e) {
                throw reply.broken("malformed", "Chutes sent something that is not part of an answer", known, e);
            }
            if (found == SseReader.Found.BARE_JSON) {
                reply.unframed();
            }
            reply.check(known);
        }

        private boolean isDone(SseReader.Found found) {
            if (found != SseReader.Found.EVENT || events.length() != DONE.length) {
                return false;
            }
            int offset = events.offset();
            return Arrays.equals(events.buffer(), offset, offset + DONE.length, DONE, 0, DONE.length);
        }

        private RuntimeException failed(IOException e) {
            if (watched.expired()) {
                return reply.broken(
                        "idle-timeout",
                        "Chutes sent nothing for " + watched.limit().toSeconds()
                                + " s in the middle of the answer; try again, or raise idleSeconds",
                        known,
                        e);
            }
            if (closed || Thread.currentThread().isInterrupted()) {
                return new RequestCancelledException("The request was cancelled", known, e);
            }
            if (e instanceof SseReader.EventTooLargeException) {
                return reply.broken("too-large", "The answer cannot be read: " + e.getMessage(), known, e);
            }
            if (e instanceof InterruptedIOException) {
                return reply.broken(
                        "total-timeout",
                        "The answer took longer than a request may take in all; raise totalSeconds",
                        known,
                        e);
            }
            return reply.broken(
                    "connection-lost", "The connection was lost in the middle of the answer; try again", known, e);
        }
    }
}
