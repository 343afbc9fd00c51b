package org.clawdbot.itests;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a JVM occupies.
 *
 * @param heap bytes in use after full collections
 * @param threads live threads
 * @param files open file descriptors; 0 where the system does not list them
 * @param classes loaded classes
 */
record Footprint(long heap, int threads, int files, int classes) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ROUNDS = 8;
    private static final long PAUSE_MILLIS = 150;

    /** Collects garbage until there is no less, with pauses in which cleaners close what belonged to it. */
    static Footprint afterFullCollection() throws IOException, InterruptedException {
        Footprint least = now();
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
            Footprint next = now();
            least = new Footprint(
                    Math.min(least.heap, next.heap),
                    Math.min(least.threads, next.threads),
                    Math.min(least.files, next.files),
                    Math.min(least.classes, next.classes));
        }
        return least;
    }

    private static Footprint now() throws IOException {
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openFiles(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
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
        return heap / 1024 + " KiB heap, " + threads + " threads, " + files + " files, " + classes + " classes";
    }
}
