package org.clawdbot.chutes.completions.internal;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;

/**
 * Thousands of streams at once in a JVM of their own, each with a thread of its own kind: first all are read to their end,
 * then all are cancelled. Prints what was measured; ends with status 1 if anything was lost, mixed up or left over.
 *
 * <p>Arguments: base URL, number of streams, {@code platform} or {@code virtual}.
 */
public final class ManyStreamsMain {

    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(3));

    /** Less than the shortest time after which a hanging stream would end by itself, however busy the machine is. */
    private static final int CANCEL_SECONDS = 25;

    /** What a busy machine does not change: some ten times what it takes, which more callers must not make more. */
    private static final int CANCEL_MILLIS = 3;

    /** How often is looked for what is left, ten times a second. */
    private static final int LOOKS = 250;

    private static final int SMALL_STACK = 128 * 1024;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int count;
    private final boolean virtual;
    private final CompletionsTransport transport;
    private final List<String> complaints = new ArrayList<>();

    private ManyStreamsMain(String base, int count, boolean virtual) {
        this.count = count;
        this.virtual = virtual;
        this.transport = Transports.to(URI.create(base), TIMEOUTS, Transports.NO_RETRIES);
    }

    public static void main(String[] args) throws Exception {
        ManyStreamsMain main = new ManyStreamsMain(args[0], Integer.parseInt(args[1]), args[2].equals("virtual"));
        main.transport.complete(Transports.request("warm up"));
        int sockets = sockets();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        main.readAll();
        main.cancelAll();
        main.expectNothingLeft(sockets, threads);
        main.complaints.forEach(System.out::println);
        System.exit(main.complaints.isEmpty() ? 0 : 1);
    }

    private void readAll() throws Exception {
        long before = usedHeap();
        CountDownLatch begun = new CountDownLatch(count);
        CountDownLatch measured = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(count);
        AtomicInteger right = new AtomicInteger();
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < count; i++) {
            String marker = "caller " + i + ", friend";
            start(() -> {
                try (ChatStream stream = transport.stream(Transports.request(marker))) {
                    begun.countDown();
                    measured.await();
                    String text = stream.result().text();
                    if (text.contains("\"" + marker + "\"") && text.endsWith("would answer here.")) {
                        right.incrementAndGet();
                    } else {
                        wrong.add(marker + ": " + text);
                    }
                } catch (ModelException | InterruptedException e) {
                    wrong.add(marker + ": " + e);
                } finally {
                    done.countDown();
                }
            });
        }
        require(begun.await(60, TimeUnit.SECONDS), "only " + (count - begun.getCount()) + " streams began");
        int live = Thread.activeCount();
        System.out.printf(
                "%d open: %.1f KB of heap each, %d platform threads%n",
                count, (usedHeap() - before) / 1024.0 / count, live);
        require(!virtual || live < 100, live + " platform threads for virtual callers");
        measured.countDown();
        require(done.await(60, TimeUnit.SECONDS), done.getCount() + " streams did not end");
        require(
                right.get() == count,
                right + " of " + count + " right, such as "
                        + wrong.stream().limit(3).toList());
        System.out.printf("%d read to the end, none mixed up%n", right.get());
    }

    private void cancelAll() throws Exception {
        CountDownLatch begun = new CountDownLatch(count);
        CountDownLatch done = new CountDownLatch(count);
        AtomicInteger cancelled = new AtomicInteger();
        Set<ChatStream> streams = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            callers.add(start(() -> {
                try (ChatStream stream = transport.stream(Transports.request("hang please"))) {
                    streams.add(stream);
                    begun.countDown();
                    for (ChatEvent event : stream) {
                        require(!(event instanceof ChatEvent.Completed), "a hanging stream was completed");
                    }
                } catch (RequestCancelledException e) {
                    cancelled.incrementAndGet();
                } finally {
                    done.countDown();
                }
            }));
        }
        require(begun.await(60, TimeUnit.SECONDS), "only " + (count - begun.getCount()) + " hanging streams began");
        TimeUnit.MILLISECONDS.sleep(500);
        long start = System.nanoTime();
        long processorStart = PROCESS.getProcessCpuTime();
        callers.subList(0, count / 2).forEach(Thread::interrupt);
        streams.forEach(ChatStream::close);
        require(done.await(CANCEL_SECONDS, TimeUnit.SECONDS), done.getCount() + " callers still wait after the end");
        long processorMillis = TimeUnit.NANOSECONDS.toMillis(PROCESS.getProcessCpuTime() - processorStart);
        System.out.printf(
                "%d cancelled in %d ms, %d of the processor%n",
                cancelled.get(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), processorMillis);
        require(
                processorMillis <= (long) count * CANCEL_MILLIS,
                "to cancel one took more than " + CANCEL_MILLIS + " ms of the processor");
        require(cancelled.get() == count, "only " + cancelled + " callers were told that they cancelled");
    }

    private void expectNothingLeft(int sockets, Set<Thread> threads) throws Exception {
        int left = 0;
        List<String> names = List.of();
        for (int i = 0; i < LOOKS; i++) {
            left = sockets() - sockets;
            names = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !threads.contains(thread) && thread.isAlive())
                    .map(Thread::getName)
                    .filter(name -> !isShared(name))
                    .toList();
            if (left <= 0 && names.isEmpty()) {
                System.out.println("no socket and no thread left");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        require(left <= 0, left + " sockets left");
        require(names.isEmpty(), "threads left: " + names);
    }

    /** Threads of OkHttp and the JVM itself that serve all streams together, however many there are. */
    private static boolean isShared(String name) {
        return name.startsWith("OkHttp TaskRunner")
                || name.startsWith("Okio")
                || name.contains("ForkJoinPool")
                || name.startsWith("VirtualThread")
                || name.contains("Poller");
    }

    private synchronized void require(boolean holds, String otherwise) {
        if (!holds) {
            complaints.add(otherwise);
        }
    }

    /** What a caller does. */
    @FunctionalInterface
    private interface Caller {
        void run() throws Exception;
    }

    private Thread start(Caller caller) throws ReflectiveOperationException {
        Runnable task = () -> {
            try {
                caller.run();
            } catch (Exception e) {
                require(false, e.toString());
            }
        };
        if (virtual) {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        }
        Thread thread = new Thread(null, task, "caller", SMALL_STACK);
        thread.start();
        return thread;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static int sockets() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return (int) files.filter(ManyStreamsMain::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
