package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.clawdbot.chutes.wire.Lazy;

/**
 * HTTP calls that end in time, and at once when the catalog goes. One limit holds for the whole of a call: OkHttp keeps the
 * time of each write and each read that has a limit of its own, and wakes a thread for the first of them.
 */
final class Calls implements AutoCloseable {

    private final Lazy<OkHttpClient> http;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Calls(Supplier<OkHttpClient> http, Duration timeout) {
        this.http = new Lazy<>(() -> http.get()
                .newBuilder()
                .callTimeout(timeout)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build());
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Reader<T> {

        T read(Response response) throws IOException;
    }

    <T> T run(Request request, Reader<T> reader) throws IOException {
        Call call = http.get().newCall(request);
        running.add(call);
        if (closed) {
            call.cancel();
        }
        try (Response response = call.execute()) {
            return reader.read(response);
        } finally {
            running.remove(call);
        }
    }

    /** Gives at most so many bytes of the body, counted after decompression. */
    static byte[] body(Response response, int limit) throws IOException {
        try (InputStream stream = response.body().byteStream()) {
            return stream.readNBytes(limit);
        }
    }

    /** Breaks off what runs: a thread that reads from a socket does not hear an interrupt. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Call::cancel);
    }
}
