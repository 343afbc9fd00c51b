package org.clawdbot.benchmarks.driver;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads of contestants: virtual ones where the JVM has them, which is not known when this is compiled. */
public final class Threads {

    private static final long STACK_BYTES = 256 * 1024;

    private Threads() {}

    /**
     * Gives a virtual thread to each task, for contestants whose client takes an executor.
     *
     * @return an executor, if this JVM has virtual threads
     */
    public static Optional<ExecutorService> virtual() {
        try {
            return Optional.of((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /** Gives a thread to each task, a virtual one if possible. */
    static ExecutorService oneEach() {
        return virtual()
                .orElseGet(() -> Executors.newCachedThreadPool(task -> new Thread(null, task, "stream", STACK_BYTES)));
    }
}
