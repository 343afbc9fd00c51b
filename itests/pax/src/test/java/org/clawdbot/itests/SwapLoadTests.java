package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Parts replaced again and again, by update and refresh, while many streams run. How often and how many is set by the
 * system properties {@code clawdbot.swaps} and {@code clawdbot.streams}.
 */
abstract class SwapLoadTests {

    private static final System.Logger LOG = System.getLogger(SwapLoadTests.class.getName());
    private static final int SWAPS = Integer.getInteger("clawdbot.swaps");
    private static final int STREAMS = Integer.getInteger("clawdbot.streams");
    private static final int WARM = Math.min(10, SWAPS);
    private static final int PATIENCE_SECONDS = 30;
    private static final int PAUSE_MILLIS = 20;

    /** From so many swaps on it is worth while to wait until the idle threads of former HTTP clients have ended. */
    private static final int MANY = 100;

    private static final Duration IDLE_THREADS_END = Duration.ofSeconds(75);

    /** What a measurement may differ by without a leak; a leaked revision of a bundle has more than the last two, every time. */
    private static final long HEAP_TOLERANCE = 2L << 20;

    private static final int THREAD_TOLERANCE = 3;

    /** One former revision may be held by what ran last, at either time; a leak has one more for each swap. */
    private static final int CLASS_TOLERANCE = 200 + SWAPS / 10;

    /** Both ends of the connections that the pool keeps are in this JVM. */
    private static final int FILE_TOLERANCE = 2 * STREAMS;

    /** What a revision of the HTTP client has as long as one of its threads is idle. */
    private static final int CLASSES_OF_CLIENT = 400;

    private static final long HEAP_OF_CLIENT = 300L << 10;

    /** A machine that builds other things meanwhile may need longer for a swap than the two seconds of the default. */
    private static final int HANDOVER_SECONDS = 10;

    /** How many replies begin between two swaps, at least. */
    private static final int PACE = Math.max(1, STREAMS / 10);

    private Framework framework;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        Chutes.configure(framework, Map.of("handoverSeconds", HANDOVER_SECONDS));
    }

    @Test
    void theCatalogAndTheSignIns() throws Exception {
        swap("org.clawdbot.chutes.catalog", "org.clawdbot.chutes.auth.oauth", "org.clawdbot.chutes.auth.apikey");
    }

    @Test
    void theStore() throws Exception {
        swap("org.clawdbot.credentials.file");
    }

    @Test
    void theTransport() throws Exception {
        swap("org.clawdbot.chutes.completions");
    }

    /** Takes the sign-ins, the catalog and the transport along. */
    @Test
    void theHttpClient() throws Exception {
        swap("org.clawdbot.http");
    }

    /** Takes the client, the sign-ins, the catalog and the transport along. */
    @Test
    void whatTheyShare() throws Exception {
        swap("org.clawdbot.okhttp", "org.clawdbot.chutes.wire");
    }

    /** Offers the variables of the host, by which the HTTP client and the sign-ins are set up anew. */
    @Test
    void theConfiguration() throws Exception {
        swap("org.clawdbot.config");
    }

    @Test
    void theFacade() throws Exception {
        swap("org.clawdbot.models");
    }

    @Test
    void whatNoRequestNeeds() throws Exception {
        swap("org.clawdbot.agent", "org.clawdbot.shell", "org.clawdbot.chutes.account", "org.clawdbot.sessions.file");
    }

    /** Leaves nothing of the former contents behind. */
    private void renew(Bundle part) throws Exception {
        List<Bundle> running = framework.running();
        try {
            part.update();
        } catch (BundleException e) { // an operator is told so, and starts it again
            LOG.log(System.Logger.Level.INFO, "Updated, but not started: {0}", e.getMessage());
        }
        framework.refresh(part);
        framework.startAgain(running);
    }

    private void swap(String... names) throws Exception {
        List<Bundle> parts = Stream.of(names).map(framework::bundle).toList();
        Load load = new Load();
        long start = System.nanoTime();
        load.during(() -> {
            swaps(parts, WARM, load);
            load.settle();
        });
        Footprint early = footprint();
        load.during(() -> {
            swaps(parts, SWAPS, load);
            load.settle();
        });
        Footprint late = footprint();

        String report = List.of(names) + ": " + SWAPS + " swaps, " + STREAMS + " streams at a time, " + load.replies
                + " replies, failures " + load.counts() + "; after " + WARM + " swaps " + early
                + "; at the end " + late + "; " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s";
        LOG.log(System.Logger.Level.INFO, report);
        assertThat(load.failures.values()).as(report).isEmpty();
        int idle = Math.max(0, late.clients() - early.clients());
        assertThat(late.heap()).as(report).isLessThan(early.heap() + HEAP_TOLERANCE + idle * HEAP_OF_CLIENT);
        assertThat(late.threads()).as(report).isLessThanOrEqualTo(early.threads() + THREAD_TOLERANCE);
        assertThat(late.classes())
                .as(report)
                .isLessThanOrEqualTo(early.classes() + CLASS_TOLERANCE + idle * CLASSES_OF_CLIENT);
        assertThat(late.files()).as(report).isLessThanOrEqualTo(early.files() + FILE_TOLERANCE);
    }

    private static Footprint footprint() throws Exception {
        if (SWAPS >= MANY) {
            Footprint.awaitIdleClients(IDLE_THREADS_END);
        }
        return Footprint.afterFullCollection();
    }

    private void swaps(List<Bundle> parts, int times, Load load) throws Exception {
        for (int i = 0; i < times; i++) {
            for (Bundle part : parts) {
                int before = load.begun.get();
                renew(part);
                load.awaitBegun(before + PACE);
            }
        }
    }

    /** Many users, each with one request after the other; what fails is kept, the first of each kind with its trace. */
    private final class Load {

        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger replies = new AtomicInteger();
        final Map<String, Throwable> failures = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        Map<String, AtomicInteger> counts() {
            return new TreeMap<>(counts);
        }

        /** Waits until so many replies have begun, and so the next swap hits replies that this one let begin. */
        void awaitBegun(int enough) {
            await("replies that begin", begun, enough);
        }

        /** Lets the load be what it is without swaps, so that buffers, connections and threads are there to be counted. */
        void settle() {
            await("replies to all", replies, replies.get() + 2 * STREAMS);
        }

        private void await(String what, AtomicInteger count, int enough) {
            framework.eventually(what, () -> {
                if (count.get() < enough) {
                    throw new AssertionError("of " + enough + " there are " + count + ", and failures " + counts());
                }
                return count;
            });
        }

        void during(Work work) throws Exception {
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                String question = i % 2 == 0 ? "Answer slowly" : "Answer steadily";
                Thread user = new Thread(() -> chatUntil(over, question), "user-" + i);
                user.start();
                users.add(user);
            }
            try {
                work.run();
            } finally {
                over.set(true);
                for (Thread user : users) {
                    user.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                }
            }
            assertThat(users).as("users that still wait").noneMatch(Thread::isAlive);
        }

        /** Asks again and again: slow replies outlast a swap, others begin and end all the time. */
        private void chatUntil(AtomicBoolean over, String question) {
            while (!over.get()) {
                try (ChatStream stream = framework.service(ChatModels.class).stream(ChatRequest.of(question))) {
                    begun.incrementAndGet();
                    ChatEvent last = null;
                    for (ChatEvent event : stream) {
                        last = event;
                    }
                    assertThat(last).isInstanceOf(ChatEvent.Completed.class);
                    replies.incrementAndGet();
                } catch (RuntimeException | LinkageError | AssertionError e) {
                    failed(e);
                    pause();
                }
            }
        }

        /** Leaves the processor to the swaps, as whoever is told that a part is missing does. */
        private static void pause() {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void failed(Throwable e) {
            String kind = e.getClass().getSimpleName();
            counts.computeIfAbsent(kind, each -> new AtomicInteger()).incrementAndGet();
            if (failures.putIfAbsent(kind, e) == null) {
                LOG.log(System.Logger.Level.WARNING, "The first of its kind", e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
