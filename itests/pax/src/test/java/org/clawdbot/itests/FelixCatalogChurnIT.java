package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.clawdbot.api.catalog.CatalogChange;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.itests.host.FelixHost;
import org.clawdbot.pax.jupiter.InContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The catalog is swapped all the time while requests run: none fails, none sees a mixture, and nothing is left behind. */
@InContainer(FelixHost.class)
class FelixCatalogChurnIT {

    /** An odd number, so that the last list is another than the first, and listeners must hear of it. */
    private static final int SWAPS = 201;

    private static final int UPDATE_EVERY = 5;
    private static final int LOOKERS = 3;
    private static final int LOOKS = 98_000;
    private static final int STREAMERS = 4;
    private static final int STREAMS = 2_000;

    private Framework framework;
    private ChatModels models;

    private final AtomicBoolean swapping = new AtomicBoolean(true);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger slowStreams = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<WeakReference<ClassLoader>> revisions = new ArrayList<>();

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
    }

    @Test
    void servesEveryRequestWhileItsCatalogIsSwappedAllTheTime() throws Exception {
        try (CatalogSources sources = new CatalogSources(framework)) {
            Bundle live = sources.live();
            Bundle pinned = sources.installPinned();
            Lists lists = lists(sources, live, pinned);
            warmUp();
            Map<String, Integer> threads = threads();
            Map<String, Integer> descriptors = descriptors();
            sources.forget();

            ExecutorService callers = Executors.newCachedThreadPool();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < LOOKERS; i++) {
                running.add(callers.submit(() -> repeat(looks, LOOKS, () -> look(lists))));
            }
            for (int i = 0; i < STREAMERS; i++) {
                running.add(callers.submit(() -> repeat(streams, STREAMS, this::stream)));
            }
            running.add(callers.submit(() -> repeat(slowStreams, 1, this::streamSlowly)));
            swap(live, pinned);
            swapping.set(false);
            for (Future<?> each : running) {
                each.get(120, TimeUnit.SECONDS);
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

            assertThat(wrong).isEmpty();
            assertThat(looks.get() + streams.get()).isGreaterThanOrEqualTo(100_000);
            sources.awaitSwitchTo("file");
            assertContinuous(sources.heard());
            live.start();
            pinned.stop();
            assertNothingIsLeft(threads, descriptors);
            System.getLogger("churn")
                    .log(
                            System.Logger.Level.INFO,
                            SWAPS + " swaps, " + looks + " looks, " + streams + " streams, " + slowStreams
                                    + " slow streams, " + sources.heard().size() + " changes heard");
        }
    }

    /** Both lists, each as the one source there is. */
    private Lists lists(CatalogSources sources, Bundle live, Bundle pinned) throws BundleException {
        CatalogSnapshot first = models.catalogs().get(0);
        pinned.start();
        sources.awaitSource("file");
        live.stop();
        CatalogSnapshot second = models.catalogs().get(0);
        live.start();
        sources.awaitSource("live");
        pinned.stop();
        assertThat(first.source()).isEqualTo("live");
        assertThat(second.source()).isEqualTo("file");
        return new Lists(first.models(), second.models());
    }

    private void warmUp() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(STREAMERS + 1);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < STREAMERS; i++) {
            tasks.add(() -> {
                for (int j = 0; j < 50; j++) {
                    stream();
                }
                return null;
            });
        }
        tasks.add(() -> {
            streamSlowly();
            return null;
        });
        for (Future<Void> each : callers.invokeAll(tasks)) {
            each.get();
        }
        callers.shutdown();
    }

    /** Starts the new source and then stops the old one; now and then, also replaces the one there is in its place. */
    private void swap(Bundle live, Bundle pinned) throws BundleException, InterruptedException {
        Bundle old = live;
        for (int i = 0; i < SWAPS; i++) {
            Bundle next = old == live ? pinned : live;
            next.start();
            old.stop();
            if (i % UPDATE_EVERY == 0) {
                revisions.add(new WeakReference<>(next.adapt(BundleWiring.class).getClassLoader()));
                next.update();
            }
            old = next;
            Thread.sleep(20);
        }
    }

    private Void repeat(AtomicInteger done, int atLeast, Runnable request) {
        while (swapping.get() || done.get() < atLeast) {
            try {
                request.run();
            } catch (RuntimeException | AssertionError | LinkageError e) {
                wrong.add(e.toString());
            }
            done.incrementAndGet();
        }
        return null;
    }

    private void look(Lists lists) {
        CatalogSnapshot list = models.catalogs().get(0);
        ModelInfo model = models.resolve(null);
        if (!lists.areOf(list)) {
            wrong.add(
                    "a mixed list from " + list.source() + ": " + list.models().keySet());
        }
        if (!lists.know(model)) {
            wrong.add("a model of no list: " + model);
        }
        if (list.stale()) {
            wrong.add("called stale: " + list.problem());
        }
    }

    private void stream() {
        assertThat(models.stream(ChatRequest.of("Quickly")).result().text()).contains("Quickly");
    }

    private void streamSlowly() {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Answer slowly"))) {
            stream.forEach(events::add);
        }
        assertThat(Streams.textOf(events)).isEqualTo(Streams.SLOW_TEXT);
    }

    /** Each change starts with the list that the one before ended with; a list that was read again is the same list. */
    private static void assertContinuous(List<CatalogChange> changes) {
        assertThat(changes).isNotEmpty();
        for (int i = 1; i < changes.size(); i++) {
            CatalogSnapshot before = changes.get(i).before();
            CatalogSnapshot heard = changes.get(i - 1).after();
            assertThat(before.source()).isEqualTo(heard.source());
            assertThat(before.models()).isEqualTo(heard.models());
        }
        assertThat(changes).allMatch(CatalogChange::switched);
    }

    private void assertNothingIsLeft(Map<String, Integer> threads, Map<String, Integer> descriptors) {
        framework.eventually("end of all threads", () -> {
            assertThat(more(threads(), threads)).isEmpty();
            return true;
        });
        framework.eventually("end of all sockets and watches", () -> {
            assertThat(more(descriptors(), descriptors)).isEmpty();
            return true;
        });
        FrameworkWiring wiring = framework.context().getBundle(0).adapt(FrameworkWiring.class);
        assertThat(wiring.getRemovalPendingBundles()).isEmpty();
        framework.eventually("end of all old revisions", () -> {
            System.gc();
            assertThat(revisions.stream().filter(each -> each.get() != null).count())
                    .as("class loaders of bundles that were updated")
                    .isZero();
            return true;
        });
    }

    /** What there is more of than before; each caller may keep an idle connection, with both its ends in this process. */
    private static Map<String, Integer> more(Map<String, Integer> now, Map<String, Integer> before) {
        Map<String, Integer> more = new TreeMap<>(now);
        more.replaceAll((kind, count) ->
                count - before.getOrDefault(kind, 0) - (kind.startsWith("socket:") ? 2 * STREAMERS : 0));
        more.values().removeIf(surplus -> surplus <= 0);
        return more;
    }

    /** How many threads there are of each kind, those of the scripted server and of the HTTP client's idle pools aside. */
    private static Map<String, Integer> threads() {
        Map<String, Integer> kinds = new TreeMap<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("[0-9]+", "#"))
                .filter(name -> !name.startsWith("chutes-simulator") && !name.startsWith("OkHttp"))
                .filter(name -> !name.startsWith("Okio"))
                .forEach(name -> kinds.merge(name, 1, Integer::sum));
        return kinds;
    }

    /** How many sockets and file watches this process has open; nothing where the system does not tell. */
    private static Map<String, Integer> descriptors() {
        Map<String, Integer> kinds = new TreeMap<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            open.forEach(each -> {
                try {
                    String kind = Files.readSymbolicLink(each).toString().replaceAll("[0-9]+", "#");
                    if (kind.startsWith("socket:") || kind.contains("inotify")) {
                        kinds.merge(kind, 1, Integer::sum);
                    }
                } catch (IOException closedMeanwhile) {
                    // it is not open any more
                }
            });
        } catch (IOException e) {
            return Map.of();
        }
        return kinds;
    }

    private record Lists(Map<String, ModelInfo> live, Map<String, ModelInfo> pinned) {

        boolean areOf(CatalogSnapshot list) {
            return list.models().equals(list.source().equals("live") ? live : pinned);
        }

        boolean know(ModelInfo model) {
            return model.equals(live.get(Chutes.MODEL_ID)) || model.equals(pinned.get(Chutes.MODEL_ID));
        }
    }
}
