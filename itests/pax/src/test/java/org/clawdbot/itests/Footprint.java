package org.clawdbot.itests;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What a JVM occupies.
 *
 * @param heap bytes in use after full collections
 * @param threads live threads, those of HTTP clients aside, which end by themselves when they have been idle for a minute
 * @param files open file descriptors; 0 where the system does not list them
 * @param classes loaded classes
 * @param clients revisions of the HTTP client of which such an idle thread, and with it all classes, are left
 */
record Footprint(long heap, int threads, int files, int classes, int clients) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ROUNDS = 15;

    /** In a row without less; together they take longer than any thread of ours lingers when it is idle. */
    private static final int ENOUGH = 4;

    private static final long PAUSE_MILLIS = 300;

    /** Of this thread each revision of the HTTP client has one. */
    private static final String ONE_OF_EACH_CLIENT = "Okio Watchdog";

    /** Collects garbage until there is no less, with pauses in which cleaners close what belonged to it. */
    static Footprint afterFullCollection() throws IOException, InterruptedException {
        Footprint least = now();
        int unchanged = 0;
        for (int i = 0; i < ROUNDS && unchanged < ENOUGH; i++) {
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
            Footprint next = now();
            unchanged = next.isLessThan(least) ? 0 : unchanged + 1;
            least = new Footprint(
                    Math.min(least.heap, next.heap),
                    Math.min(least.threads, next.threads),
                    Math.min(least.files, next.files),
                    Math.min(least.classes, next.classes),
                    next.clients);
        }
        return least;
    }

    /** Waits until the threads of former HTTP clients have ended, if they end in time. */
    static void awaitIdleClients(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (clientsNow() > 1 && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean isLessThan(Footprint other) {
        return heap < other.heap - other.heap / 1000
                || threads < other.threads
                || files < other.files
                || classes < other.classes;
    }

    private static Footprint now() throws IOException {
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                (int) threads.stream()
                        .filter(thread -> !thread.getName().startsWith("OkHttp"))
                        .filter(thread -> !thread.getName().startsWith("Okio"))
                        .count(),
                openFiles(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                clientsNow());
    }

    private static int clientsNow() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(ONE_OF_EACH_CLIENT))
                .count();
    }

    private static int openFiles() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        int count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path ignored : open) {
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return heap / 1024 + " KiB heap, " + threads + " threads, " + files + " files, " + classes + " classes, "
                + clients + " HTTP clients";
    }
}
