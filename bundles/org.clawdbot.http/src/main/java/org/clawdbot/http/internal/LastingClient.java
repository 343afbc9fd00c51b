package org.clawdbot.http.internal;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Makes the client for the first bundle that asks, gives the same one to all others, and closes it when the last of them
 * has let go. Calls that still run then go on to their end, and their sockets go with them.
 */
final class LastingClient implements ServiceFactory<OkHttpClient> {

    private final Supplier<OkHttpClient> maker;
    private @Nullable OpenClient open;
    private int users;
    private boolean closed;

    LastingClient(Supplier<OkHttpClient> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized @Nullable OkHttpClient getService(
            Bundle bundle, ServiceRegistration<OkHttpClient> registration) {
        if (closed) {
            return null;
        }
        users++;
        OpenClient current = open;
        if (current == null) {
            current = new OpenClient(maker.get());
            open = current;
        }
        return current.client;
    }

    @Override
    public synchronized void ungetService(
            Bundle bundle, ServiceRegistration<OkHttpClient> registration, OkHttpClient service) {
        users--;
        OpenClient current = open;
        if (users == 0 && current != null) {
            open = null;
            current.retire();
        }
    }

    /** Gives it to nobody any more. Calls go on to their end, also those of who got it while it was being withdrawn. */
    synchronized void retire() {
        closed = true;
        OpenClient current = open;
        if (current != null) {
            current.retire();
        }
    }

    /** The same, and calls that still run fail. */
    synchronized void close() {
        retire();
        OpenClient current = open;
        if (current != null) {
            current.cancel();
        }
    }

    /** A client and the calls that run on it, streamed answers included, which OkHttp itself loses sight of. */
    private static final class OpenClient extends EventListener {

        private final OkHttpClient client;
        private final Set<Call> running = ConcurrentHashMap.newKeySet();
        private volatile boolean retired;

        OpenClient(OkHttpClient made) {
            this.client = made.newBuilder().eventListener(this).build();
        }

        void retire() {
            retired = true;
            loadTimeouts();
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }

        /**
         * Loads what OkHttp may need for the first time at the end of a reply, to limit how long it reads on: if its bundle is
         * replaced too, it cannot be had then.
         */
        private static void loadTimeouts() {
            AsyncTimeout any = new AsyncTimeout();
            any.timeout(1, TimeUnit.MINUTES);
            any.enter();
            any.exit();
        }

        void cancel() {
            running.forEach(Call::cancel);
        }

        @Override
        public void callStart(Call call) {
            running.add(call);
        }

        @Override
        public void callEnd(Call call) {
            ended(call);
        }

        @Override
        public void callFailed(Call call, IOException failure) {
            ended(call);
        }

        private void ended(Call call) {
            running.remove(call);
            if (retired) {
                client.connectionPool().evictAll();
            }
        }
    }
}
