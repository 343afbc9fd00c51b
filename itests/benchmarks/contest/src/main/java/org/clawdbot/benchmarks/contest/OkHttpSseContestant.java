package org.clawdbot.benchmarks.contest;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Sink;
import org.clawdbot.benchmarks.driver.Threads;

/** OkHttp with its own reader of server-sent events, and Jackson: what one would write by hand first. */
public final class OkHttpSseContestant implements Contestant {

    private final OkHttpClient client;
    private final EventSource.Factory sources;
    private final URI base;

    /**
     * Talks to one server.
     *
     * @param base the base URL
     */
    public OkHttpSseContestant(URI base) {
        Dispatcher dispatcher = Threads.virtual().map(Dispatcher::new).orElseGet(Dispatcher::new);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        this.client = new OkHttpClient.Builder()
                .readTimeout(Duration.ZERO)
                .dispatcher(dispatcher)
                .build();
        this.sources = EventSources.createFactory((okhttp3.Call.Factory) client);
        this.base = base;
    }

    @Override
    public void stream(Sink sink) throws ExecutionException, InterruptedException {
        begin(sink).get();
    }

    @Override
    public Future<?> begin(Sink sink, ExecutorService threads) {
        return begin(sink);
    }

    private Future<?> begin(Sink sink) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        sources.newEventSource(OkHttpContestant.request(base, true), new EventSourceListener() {
            @Override
            public void onEvent(EventSource source, String id, String type, String data) {
                if (data.equals("[DONE]")) {
                    return;
                }
                try {
                    Chunk chunk = Chunk.READER.readValue(data);
                    chunk.put(sink);
                } catch (IOException e) {
                    ended.completeExceptionally(e);
                    source.cancel();
                }
            }

            @Override
            public void onClosed(EventSource source) {
                ended.complete(null);
            }

            @Override
            public void onFailure(EventSource source, Throwable failure, Response response) {
                ended.completeExceptionally(failure == null ? new IOException(String.valueOf(response)) : failure);
            }
        });
        return ended;
    }

    @Override
    public void complete(Sink sink) throws IOException {
        try (Response response =
                client.newCall(OkHttpContestant.request(base, false)).execute()) {
            Chunk reply = Chunk.READER.readValue(response.body().byteStream());
            reply.put(sink);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
    }
}
