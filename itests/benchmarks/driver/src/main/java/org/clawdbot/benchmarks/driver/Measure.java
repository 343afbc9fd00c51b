package org.clawdbot.benchmarks.driver;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process of one contestant: warms it up, measures it, and prints one line of JSON.
 *
 * <p>Arguments: class of the contestant, base URL, seconds of processor time to warm up, the same to measure.
 */
public final class Measure {

    private static final int MAX_SLOWDOWN = 20;

    private static final int REST_LOOKS = 5;
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Contestant contestant;
    private final Work work;
    private final double warmSeconds;
    private final double seconds;
    private final Line line = new Line();

    private Measure(Contestant contestant, Work work, double warmSeconds, double seconds) {
        this.contestant = contestant;
        this.work = work;
        this.warmSeconds = warmSeconds;
        this.seconds = seconds;
    }

    /**
     * Measures.
     *
     * @param args see above; if the contestant fails or loses a part of a reply, the exit status is 1 and the line says why
     */
    public static void main(String[] args) {
        int status = 0;
        try {
            measure(args);
        } catch (Exception | Error e) {
            e.printStackTrace();
            System.out.println(reason(e));
            status = 1;
        }
        System.exit(status); // some contestants leave threads behind, above all when they fail
    }

    /** What was thrown first, in one line. */
    private static String reason(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.toString().lines().findFirst().orElseThrow();
    }

    private static void measure(String[] args) throws Exception {
        URI base = URI.create(args[1]);
        try (Contestant contestant = Class.forName(args[0])
                .asSubclass(Contestant.class)
                .getConstructor(URI.class)
                .newInstance(base)) {
            Measure measure = new Measure(
                    contestant, Work.ofPath(base.getPath()), Double.parseDouble(args[2]), Double.parseDouble(args[3]));
            measure.run();
            System.out.println(measure.line);
        }
    }

    private void run() throws Exception {
        switch (work.kind()) {
            case TEXT, TOOLS -> streams();
            case FIRST -> first();
            case PLAIN -> plain();
            case SLOW -> slow();
            case MODELS -> models();
            case COLD -> throw new IllegalArgumentException(work + " is not measured from within");
        }
    }

    private void streams() throws Exception {
        Check check = new Check(work);
        repeat(warmSeconds, () -> check.stream(contestant));
        Usage before = Usage.now();
        long count = repeat(seconds, () -> check.stream(contestant));
        long chunks = count * work.size();
        before.report(line, chunks);
        line.add("chunks", (double) chunks);
        line.add("textBytes", (double) Payload.textBytes(work) / work.size());
    }

    private void first() throws Exception {
        Check check = new Check(work);
        repeat(warmSeconds, () -> check.stream(contestant));
        List<Long> waits = new ArrayList<>();
        Usage before = Usage.now();
        long count = repeat(seconds, () -> {
            long begin = System.nanoTime();
            waits.add(check.stream(contestant).firstNanos() - begin);
            return null;
        });
        before.report(line, count);
        percentiles(waits);
    }

    /** Half of the warm-up is one at a time: beside many threads that never wait, the JVM's compiler falls behind. */
    private void plain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            inParallel(threads, 1, warmSeconds / 2);
            inParallel(threads, work.size(), warmSeconds / 2);
            Usage before = Usage.now();
            List<Long> waits = inParallel(threads, work.size(), seconds);
            before.report(line, waits.size());
            percentiles(waits);
        } finally {
            threads.shutdown();
        }
    }

    private List<Long> inParallel(ExecutorService threads, int size, double duration) throws Exception {
        Check check = new Check(work);
        List<Callable<List<Long>>> callers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            callers.add(() -> {
                List<Long> waits = new ArrayList<>();
                repeat(duration, () -> {
                    long begin = System.nanoTime();
                    check.complete(contestant);
                    waits.add(System.nanoTime() - begin);
                    return null;
                });
                return waits;
            });
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> waits : threads.invokeAll(callers)) {
            all.addAll(waits.get());
        }
        return all;
    }

    /** Rounds to warm up, one that also shows the heap, and one that is measured. */
    private void slow() throws Exception {
        repeat(warmSeconds, () -> slowRound(() -> {}));
        long emptyBefore = restingHeap();
        AtomicLong heap = new AtomicLong();
        slowRound(() -> heap.set(usedHeap()));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.resetPeakThreadCount();
        Usage before = Usage.now();
        long latest = slowRound(() -> {});
        before.report(line, (long) work.size() * Payload.SLOW_PIECES);
        line.add("latestMillis", latest / 1e6);
        line.add("platformThreads", threads.getPeakThreadCount());
        // What a start leaves behind may go only now, and what streams leave for the next ones is theirs.
        long empty = Math.min(emptyBefore, restingHeap());
        line.add("heapPerStream", (double) (heap.get() - empty) / work.size());
    }

    /** Begins all streams, and gives by how much the latest piece was late. */
    private long slowRound(Runnable whenAllHaveBegun) throws Exception {
        ExecutorService threads = Threads.oneEach();
        CountDownLatch begun = new CountDownLatch(work.size());
        try {
            Map<Sink, Future<?>> streams = new LinkedHashMap<>();
            for (int i = 0; i < work.size(); i++) {
                Sink sink = Sink.timed(begun::countDown);
                streams.put(sink, contestant.begin(sink, threads));
            }
            boolean ended = false;
            // A client may read one stream only when another has ended, which then shows in what is late.
            while (!ended && !begun.await(1, TimeUnit.SECONDS)) {
                ended = streams.values().stream().anyMatch(Future::isDone);
            }
            whenAllHaveBegun.run();
            long latest = 0;
            for (Map.Entry<Sink, Future<?>> stream : streams.entrySet()) {
                stream.getValue().get();
                int pieces = stream.getKey().times();
                if (pieces != Payload.SLOW_PIECES) {
                    throw new IllegalStateException(pieces + " pieces instead of " + Payload.SLOW_PIECES);
                }
                latest = Math.max(latest, stream.getKey().latestNanos());
            }
            return latest;
        } finally {
            threads.shutdown();
        }
    }

    private void models() throws Exception {
        Callable<Void> list = () -> {
            int count = contestant.listModels();
            if (count != work.size()) {
                throw new IllegalStateException(count + " models instead of " + work.size());
            }
            return null;
        };
        repeat(warmSeconds, list);
        Usage before = Usage.now();
        before.report(line, repeat(seconds, list));
    }

    private void percentiles(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        line.add("p50Micros", sorted[sorted.length / 2] / 1e3);
        line.add("p99Micros", sorted[(int) (sorted.length * 0.99)] / 1e3);
    }

    /** Gives what is in use when nothing is done; clients close idle connections some time later. */
    private static long restingHeap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < REST_LOOKS; i++) {
            TimeUnit.NANOSECONDS.sleep(REST_NANOS);
            least = Math.min(least, usedHeap());
        }
        return least;
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Repeats a task for as many seconds of processor time: other programs on the machine may hold it up. */
    private static long repeat(double duration, Callable<?> task) throws Exception {
        long nanos = (long) (duration * TimeUnit.SECONDS.toNanos(1));
        long cpuEnd = Usage.PROCESS.getProcessCpuTime() + nanos;
        long begin = System.nanoTime();
        long looked = begin;
        long count = 0;
        while (true) {
            task.call();
            count++;
            long now = System.nanoTime();
            if (now - looked > LOOK_NANOS) { // to ask for the processor time of many threads costs as much as a request
                looked = now;
                if (Usage.PROCESS.getProcessCpuTime() > cpuEnd || now - begin > MAX_SLOWDOWN * nanos) {
                    return count;
                }
            }
        }
    }

    /** Proves of each reply that all of it was received. */
    private static final class Check {

        private final Work work;
        private final int hash;
        private final long chars;
        private final long body;
        private final long framed;

        private Check(Work work) {
            this.work = work;
            Digest expected = Payload.expected(work);
            this.hash = expected.hash();
            this.chars = expected.chars();
            boolean streamed = work.kind() != Work.Kind.PLAIN;
            this.body = streamed ? Payload.bodyBytes(work, false) : 0;
            this.framed = streamed ? Payload.bodyBytes(work, true) : 0;
        }

        private Sink stream(Contestant contestant) throws Exception {
            Sink sink = Sink.plain();
            contestant.stream(sink);
            if (sink.bytes() != body && sink.bytes() != framed) {
                text(sink);
            }
            return sink;
        }

        private void complete(Contestant contestant) throws Exception {
            Sink sink = Sink.plain();
            contestant.complete(sink);
            text(sink);
        }

        private void text(Sink sink) {
            if (sink.digest().hash() != hash || sink.digest().chars() != chars) {
                throw new IllegalStateException("A reply to " + work + " was not received as a whole: "
                        + sink.digest().chars() + " letters instead of " + chars + ", " + sink.bytes()
                        + " bytes instead of " + body + " or " + framed);
            }
        }
    }

    /** What the process has used up to a moment. */
    private record Usage(long nanos, long cpuNanos, long allocated) {

        private static final OperatingSystemMXBean PROCESS =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        static Usage now() {
            return new Usage(System.nanoTime(), PROCESS.getProcessCpuTime(), allocatedBytes());
        }

        void report(Line line, long units) {
            Usage now = now();
            double wall = now.nanos - nanos;
            line.add("units", (double) units);
            line.add("perSecond", units / wall * 1e9);
            line.add("seconds", wall / 1e9);
            line.add("cpuSeconds", (now.cpuNanos - cpuNanos) / 1e9);
            line.add("wallMicros", wall / units / 1e3);
            line.add("cpuMicros", (double) (now.cpuNanos - cpuNanos) / units / 1e3);
            line.add("allocated", (double) (now.allocated - allocated) / units);
        }

        private static long allocatedBytes() {
            ThreadMXBean bean = ManagementFactory.getThreadMXBean();
            try { // Java 21 and later also count threads that have ended
                return (long) com.sun.management.ThreadMXBean.class
                        .getMethod("getTotalThreadAllocatedBytes")
                        .invoke(bean);
            } catch (ReflectiveOperationException e) {
                long[] bytes = ((com.sun.management.ThreadMXBean) bean).getThreadAllocatedBytes(bean.getAllThreadIds());
                return Arrays.stream(bytes).filter(count -> count > 0).sum();
            }
        }
    }

    /** One line of JSON. */
    private static final class Line {

        private final StringBuilder text = new StringBuilder();

        void add(String name, double value) {
            text.append(text.isEmpty() ? "{" : ",").append(String.format(Locale.ROOT, "\"%s\":%.3f", name, value));
        }

        @Override
        public String toString() {
            return text + "}";
        }
    }
}
