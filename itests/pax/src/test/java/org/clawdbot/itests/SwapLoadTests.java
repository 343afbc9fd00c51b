package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/**
 * Parts replaced again and again, by update and refresh, while many streams run. How often and how many is set by the
 * system properties {@code clawdbot.swaps} and {@code clawdbot.streams}.
 */
abstract class SwapLoadTests {

    private static final int SWAPS = Integer.getInteger("clawdbot.swaps");
    private static final int STREAMS = Integer.getInteger("clawdbot.streams");
    private static final int WARM = 10;
    private static final int PATIENCE_SECONDS = 30;

    /** What a measurement may differ by without a leak: a leaked revision of a bundle has more of each, every time. */
    private static final long HEAP_TOLERANCE = 3L << 20;

    private static final int THREAD_TOLERANCE = 4;
    private static final int FILE_TOLERANCE = 4;
    private static final int CLASS_TOLERANCE = 200;

    private Framework framework;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        Chutes.configure(framework);
    }

    @Test
    void theCatalog() throws Exception {
        swap("org.clawdbot.chutes.catalog", null);
    }

    @Test
    void theTransport() throws Exception {
        swap("org.clawdbot.chutes.completions", "CompletionsTransport");
    }

    @Test
    void theKeys() throws Exception {
        swap("org.clawdbot.chutes.auth.apikey", "AuthStrategy");
    }

    @Test
    void theStore() throws Exception {
        swap("org.clawdbot.credentials.file", "AuthStrategy");
    }

    @Test
    void theOAuthSignIn() throws Exception {
        swap("org.clawdbot.chutes.auth.oauth", null);
    }

    @Test
    void theHttpClient() throws Exception {
        swap("org.clawdbot.http", "CompletionsTransport");
    }

    private void swap(String name, String missing) throws Exception {
        Bundle part = framework.bundle(name);
        Footprint early;
        Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
        AtomicInteger replies = new AtomicInteger();
        underLoad(failures, replies, () -> swaps(part, WARM));
        early = Footprint.afterFullCollection();
        underLoad(failures, replies, () -> swaps(part, SWAPS));
        Footprint late = Footprint.afterFullCollection();

        System.out.println(name + ": " + SWAPS + " swaps, " + STREAMS + " streams at a time, " + replies + " replies, "
                + "failures " + new TreeMap<>(failures) + "; after " + WARM + " swaps " + early + "; at the end "
                + late);
        assertThat(replies.get()).as("replies under load").isPositive();
        assertThat(failures.keySet()).as("failures").allMatch(each -> each.equals("missing " + missing));
        assertThat(late.heap()).as("heap: %s, then %s", early, late).isLessThan(early.heap() + HEAP_TOLERANCE);
        assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + THREAD_TOLERANCE);
        assertThat(late.files()).as("files").isLessThanOrEqualTo(early.files() + FILE_TOLERANCE);
        assertThat(late.classes()).as("classes").isLessThanOrEqualTo(early.classes() + CLASS_TOLERANCE);
    }

    private void swaps(Bundle part, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            part.update();
            framework.refresh(part);
            framework.service(AuthStrategy.class, "(auth.mode=api-key)");
            framework.service(CompletionsTransport.class);
        }
    }

    private void underLoad(Map<String, AtomicInteger> failures, AtomicInteger replies, Work work) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            Thread user = new Thread(() -> chatUntil(over, failures, replies), "user-" + i);
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

    private void chatUntil(AtomicBoolean over, Map<String, AtomicInteger> failures, AtomicInteger replies) {
        ChatModels models = framework.service(ChatModels.class);
        while (!over.get()) {
            try (ChatStream stream = models.stream(ChatRequest.of("Answer slowly"))) {
                ChatEvent last = null;
                for (ChatEvent event : stream) {
                    last = event;
                }
                if (last instanceof ChatEvent.Completed) {
                    replies.incrementAndGet();
                } else {
                    count(failures, "ended with " + last);
                }
            } catch (MissingPartException e) {
                count(failures, "missing " + e.part());
                pause();
            } catch (ModelException | LinkageError | IllegalStateException e) {
                count(failures, e.toString());
                pause();
            }
        }
    }

    private static void count(Map<String, AtomicInteger> failures, String what) {
        failures.computeIfAbsent(what, each -> new AtomicInteger()).incrementAndGet();
    }

    /** What a caller does who was told that a part is missing. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
