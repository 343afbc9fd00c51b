package org.clawdbot.http.internal;

import java.io.IOException;
import java.io.StreamCorruptedException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Bounds what a server may send between two pieces of a body. OkHttp keeps the line before each chunk in memory until it
 * ends, so that one without end would use up all of it. One piece is at most a few KiB; whoever reads it gives up after a
 * MiB.
 *
 * <p>Over HTTP/1 whoever reads the body reads the socket too, so the count belongs to the thread. Over HTTP/2 a thread of
 * OkHttp's reads the socket, by frames whose size is bounded.
 */
final class FramingLimit implements Interceptor {

    private static final long MAX_BYTES = 1024 * 1024;
    private static final long NOBODY_READS = -1;
    private static final long USED_UP = 0;

    /** How many bytes may still come for the sake of the piece that this thread reads. */
    private static final ThreadLocal<long[]> LEFT = ThreadLocal.withInitial(() -> new long[] {NOBODY_READS});

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        return response.newBuilder()
                .body(ResponseBody.create(
                        Okio.buffer(new BoundedSource(body.source())), body.contentType(), body.contentLength()))
                .build();
    }

    /** Takes note of bytes that came from a socket. */
    static void count(int bytes) throws IOException {
        long[] left = LEFT.get();
        if (left[0] == NOBODY_READS) {
            return;
        }
        left[0] = Math.max(USED_UP, left[0] - bytes);
        if (left[0] == USED_UP) {
            throw new IOException("too much that is no part of the body");
        }
    }

    /** A body as it is on the wire; closing it may read what is left, in the hope of using the connection again. */
    private static final class BoundedSource extends ForwardingSource {

        BoundedSource(Source body) {
            super(body);
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long[] left = LEFT.get();
            left[0] = MAX_BYTES;
            try {
                return super.read(sink, byteCount);
            } catch (IOException e) {
                throw left[0] == USED_UP ? corrupted(e) : e;
            } finally {
                left[0] = NOBODY_READS;
            }
        }

        @Override
        public void close() throws IOException {
            long[] left = LEFT.get();
            left[0] = MAX_BYTES;
            try {
                super.close();
            } finally {
                left[0] = NOBODY_READS;
            }
        }

        /** Tells it from what else may happen to a connection; TLS wraps what its socket throws. */
        private static IOException corrupted(IOException cause) {
            IOException corrupted = new StreamCorruptedException(
                    "more than " + MAX_BYTES / 1024 + " KiB came that are no part of the body");
            corrupted.initCause(cause);
            return corrupted;
        }
    }
}
