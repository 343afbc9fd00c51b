package org.clawdbot.chutes.catalog.file.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the file whenever something happens in its folder, and every now and then anyway: not every file system tells,
 * and the folder itself may come and go. The folder is watched rather than the file because editors replace files. There is
 * a thread only while somebody watches.
 */
final class FileWatch implements AutoCloseable {

    static final Duration POLL = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(FileModelCatalog.PID);
    private static final long FAREWELL_MILLIS = 5_000;

    private final @Nullable Path file;
    private final Duration poll;
    private final Supplier<Optional<CatalogSnapshot>> look;
    private final CopyOnWriteArrayList<Consumer<CatalogSnapshot>> watchers = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private boolean closed;

    FileWatch(@Nullable Path file, Duration poll, Supplier<Optional<CatalogSnapshot>> look) {
        this.file = file;
        this.poll = poll;
        this.look = look;
    }

    synchronized ModelCatalog.Watch add(Consumer<CatalogSnapshot> watcher) {
        watchers.add(watcher);
        Path watched = file;
        if (thread == null && watched != null && !closed) {
            CatalogSnapshot known = look.get().orElse(null);
            Thread begun = new Thread(() -> run(watched, known), "chutes-catalog-file");
            begun.setDaemon(true);
            begun.start();
            thread = begun;
        }
        return () -> remove(watcher);
    }

    private synchronized void remove(Consumer<CatalogSnapshot> watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty()) {
            stop();
        }
    }

    /** Ends all watches, and waits until the thread is gone. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            watchers.clear();
            ending = thread;
            stop();
        }
        if (ending == null || ending.equals(Thread.currentThread())) {
            return;
        }
        try {
            ending.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        Thread ending = thread;
        if (ending != null) {
            ending.interrupt();
            thread = null;
        }
    }

    private void run(Path watched, @Nullable CatalogSnapshot known) {
        CatalogSnapshot told = known;
        try (Folder folder = Folder.of(watched)) {
            while (!Thread.currentThread().isInterrupted()) {
                CatalogSnapshot now = look.get().orElse(told);
                if (now != null && !now.equals(told)) {
                    told = now;
                    tell(now);
                }
                folder.await(poll);
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // Nobody watches any more.
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The folder of {0} is not watched: {1}", watched, e.toString());
        }
    }

    private void tell(CatalogSnapshot list) {
        for (Consumer<CatalogSnapshot> watcher : watchers) {
            try {
                watcher.accept(list);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "A watcher of the pinned list failed", e);
            }
        }
    }

    /** The folder of the file, as far as it is there and its file system tells of changes. */
    private record Folder(Path path, @Nullable WatchService service) implements AutoCloseable {

        static Folder of(Path file) {
            Path path = file.toAbsolutePath().getParent();
            try {
                return new Folder(
                        path == null ? file : path, file.getFileSystem().newWatchService());
            } catch (IOException | UnsupportedOperationException e) {
                LOG.log(System.Logger.Level.DEBUG, "Only looking at {0} now and then: {1}", file, e.toString());
                return new Folder(path == null ? file : path, null);
            }
        }

        void await(Duration atMost) throws InterruptedException {
            WatchService watching = service;
            if (watching == null || !register(watching)) {
                TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
                return;
            }
            WatchKey key = watching.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
        }

        /** Registering again what is registered changes nothing; a folder that came back is another one. */
        private boolean register(WatchService watching) {
            try {
                path.register(
                        watching,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            if (service != null) {
                service.close();
            }
        }
    }
}
