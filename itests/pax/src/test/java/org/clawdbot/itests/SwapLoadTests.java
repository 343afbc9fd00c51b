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
import java.util.stream.Stream;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionsTransport;
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

    /** Idle threads of the HTTP client end after a minute. */
    private static final int THREAD_TOLERANCE = 4 + STREAMS;
    /** Both ends of the connections that the pool keeps are in this JVM. */
    private static final int FILE_TOLERANCE = 4 * STREAMS;

    /** What one more OkHttp has: its idle threads, and so its classes, stay for a minute. */
    private static final int CLASS_TOLERANCE = 1000;

    private static final String NO_FACADE = "no ChatModels";

    /** What a request may fail with that has no HTTP client, or loses it. */
    private static final String[] WITHOUT_CLIENT = {
        "MissingPartException", "SignInRequiredException", "ProviderUnavailableException", "StreamBrokenException"
    };

    /** While Felix refreshes a library, its loaders for the classes of those who use it fail with the last one. */
    private static final String[] WITHOUT_CLIENT_AND_CLASSES = Stream.concat(
                    Stream.of(WITHOUT_CLIENT), Stream.of("NullPointerException"))
            .toArray(String[]::new);

    private Framework framework;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        Chutes.configure(framework);
    }

    @Test
    void theCatalog() throws Exception {
        swap(List.of("org.clawdbot.chutes.catalog"));
    }

    @Test
    void theOAuthSignIn() throws Exception {
        swap(List.of("org.clawdbot.chutes.auth.oauth"));
    }

    @Test
    void theKeys() throws Exception {
        swap(List.of("org.clawdbot.chutes.auth.apikey"), "SignInRequiredException", "MissingPartException");
    }

    @Test
    void theStore() throws Exception {
        swap(List.of("org.clawdbot.credentials.file"), "SignInRequiredException", "MissingPartException");
    }

    @Test
    void theTransport() throws Exception {
        swap(List.of("org.clawdbot.chutes.completions"), "MissingPartException");
    }

    @Test
    void theHttpClient() throws Exception {
        swap(List.of("org.clawdbot.http"), WITHOUT_CLIENT);
    }

    /** Takes the client, the sign-ins, the catalog and the transport along. */
    @Test
    void whatTheyShare() throws Exception {
        swap(List.of("org.clawdbot.okhttp", "org.clawdbot.chutes.wire"), WITHOUT_CLIENT_AND_CLASSES);
    }

    /** Offers the variables of the host, by which the HTTP client and the sign-ins are set up anew. */
    @Test
    void theConfiguration() throws Exception {
        swap(List.of("org.clawdbot.config"), WITHOUT_CLIENT);
    }

    @Test
    void theFacade() throws Exception {
        swap(List.of("org.clawdbot.models"), "MissingPartException", "SignInRequiredException", NO_FACADE);
    }

    @Test
    void whatNoRequestNeeds() throws Exception {
        swap(List.of(
                "org.clawdbot.agent",
                "org.clawdbot.shell",
                "org.clawdbot.chutes.account",
                "org.clawdbot.sessions.file"));
    }

    /** Leaves nothing of the former contents behind. */
    private void renew(Bundle part) throws Exception {
        part.update();
        framework.refresh(part);
    }

    /** Counts failures by type; those a request has while a part is away must be of the named types. */
    private void swap(List<String> names, String... inevitable) throws Exception {
        List<Bundle> parts = names.stream().map(framework::bundle).toList();
        Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
        AtomicInteger replies = new AtomicInteger();
        underLoad(failures, replies, () -> {
            swaps(parts, WARM);
            awaitReplyToEach(replies);
        });
        Footprint early = Footprint.afterFullCollection();
        underLoad(failures, replies, () -> {
            swaps(parts, SWAPS);
            awaitReplyToEach(replies);
        });
        Footprint late = Footprint.afterFullCollection();

        String report = names + ": " + SWAPS + " swaps, " + STREAMS + " streams at a time, " + replies
                + " replies, failures " + new TreeMap<>(failures) + "; after " + WARM + " swaps " + early
                + "; at the end " + late;
        System.getLogger(SwapLoadTests.class.getName()).log(System.Logger.Level.INFO, report);
        assertThat(replies.get()).as(report).isPositive();
        assertThat(failures.keySet()).as(report).isSubsetOf(inevitable);
        assertThat(late.heap()).as(report).isLessThan(early.heap() + HEAP_TOLERANCE);
        assertThat(late.threads()).as(report).isLessThanOrEqualTo(early.threads() + THREAD_TOLERANCE);
        assertThat(late.classes()).as(report).isLessThanOrEqualTo(early.classes() + CLASS_TOLERANCE);
        assertThat(late.files()).as(report).isLessThanOrEqualTo(early.files() + FILE_TOLERANCE);
    }

    private void swaps(List<Bundle> parts, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            for (Bundle part : parts) {
                renew(part);
            }
            framework.service(AuthStrategy.class, "(auth.mode=api-key)");
            framework.service(CompletionsTransport.class);
            framework.service(ChatModels.class);
        }
    }

    /** Lets the load be what it is without swaps, so that buffers, connections and threads are all there to be counted. */
    private void awaitReplyToEach(AtomicInteger replies) {
        int enough = replies.get() + 2 * STREAMS;
        framework.eventually("replies to all", () -> {
            if (replies.get() < enough) {
                throw new AssertionError("of " + enough + " replies there are " + replies);
            }
            return replies;
        });
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
        while (!over.get()) {
            try (ChatStream stream = framework.service(ChatModels.class).stream(ChatRequest.of("Answer slowly"))) {
                ChatEvent last = null;
                for (ChatEvent event : stream) {
                    last = event;
                }
                if (last instanceof ChatEvent.Completed) {
                    replies.incrementAndGet();
                } else {
                    count(failures, "ended with " + last);
                }
            } catch (RuntimeException | LinkageError e) { // each kind must be one that the test names
                count(failures, e.getClass().getSimpleName());
                pause();
            } catch (AssertionError e) { // waited for in vain, since each new one was gone again before it was seen
                count(failures, NO_FACADE);
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
