package org.clawdbot.benchmarks.contest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.benchmarks.driver.BenchmarkServer;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Work;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Swaps the catalog bundle again and again while somebody looks all the time which source the façade has, and while a
 * model is asked for. Prints a line of JSON for each order: what starts first, and for how long there was no source. A time
 * without one counts from the last look that still saw the old source to the first that saw the new one, so that it is at
 * most too long.
 *
 * <p>Argument: how many swaps of each order. The variable {@code CLAWDBOT_STATE_DIR} names an empty folder.
 */
public final class CatalogSwap implements AutoCloseable {

    private static final String LIVE = "org.clawdbot.chutes.catalog";
    private static final String PINNED = "org.clawdbot.chutes.catalog.file";
    private static final int WARM_SWAPS = 50;

    private final ClawdbotContestant contestant;
    private final ChatModels models;
    private final Look look = new Look();
    private final Thread looking = new Thread(look, "look");
    private final Thread asking = new Thread(this::ask, "ask");
    private volatile boolean ended;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private CatalogSwap(URI base) throws Exception {
        contestant = new ClawdbotContestant(base);
        models = contestant.models();
    }

    /**
     * Swaps and prints.
     *
     * @param args see above
     * @throws Exception if the host does not start, or a swap does not come to an end
     */
    public static void main(String[] args) throws Exception {
        int swaps = Integer.parseInt(args[0]);
        try (BenchmarkServer server = BenchmarkServer.start();
                CatalogSwap swap = new CatalogSwap(server.at(new Work(Work.Kind.MODELS, 100)))) {
            swap.begin(Path.of(System.getenv("CLAWDBOT_STATE_DIR")));
            for (boolean newFirst : new boolean[] {true, false}) {
                long[] ignored = swap.swap(Math.min(swaps, WARM_SWAPS), newFirst);
                System.out.println(swap.line(newFirst, swap.swap(swaps, newFirst)));
            }
        }
        System.exit(0);
    }

    private void begin(Path folder) throws IOException, ReflectiveOperationException, BundleException {
        CatalogSnapshot list = models.refresh().get(0);
        String first = list.models().keySet().iterator().next();
        Path pinned = Files.writeString(
                folder.resolve("pinned.json"), "[{\"id\":\"" + first + "\"},{\"id\":\"" + Contestant.MODEL + "\"}]");
        turn("file", false);
        configure(PINNED, "file", pinned.toString());
        looking.start();
        asking.start();
    }

    /** ConfigAdmin is another one in the framework than on any class path here. */
    private void configure(String pid, String key, String value) throws ReflectiveOperationException, IOException {
        BundleContext context = contestant.host().context();
        ServiceReference<?> reference = context.getServiceReference("org.osgi.service.cm.ConfigurationAdmin");
        Object admin = context.getService(reference);
        Object configuration = reference
                .getBundle()
                .loadClass("org.osgi.service.cm.ConfigurationAdmin")
                .getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, pid, null);
        Dictionary<String, ?> properties = FrameworkUtil.asDictionary(Map.of(key, value));
        reference
                .getBundle()
                .loadClass("org.osgi.service.cm.Configuration")
                .getMethod("update", Dictionary.class)
                .invoke(configuration, properties);
    }

    /** Gives for each swap how long there was no source. */
    private long[] swap(int swaps, boolean newFirst) throws BundleException, InterruptedException {
        long[] without = new long[swaps];
        asked.set(0);
        refused.set(0);
        for (int i = 0; i < swaps; i++) {
            String from = look.source;
            String to = "live".equals(from) ? "file" : "live";
            look.longest = 0;
            if (newFirst) {
                turn(to, true);
                turn(from, false);
            } else {
                turn(from, false);
                turn(to, true);
            }
            look.await(to);
            without[i] = look.longest;
        }
        return without;
    }

    private void turn(String name, boolean on) throws BundleException {
        Bundle bundle = contestant.host().bundle(name.equals("live") ? LIVE : PINNED);
        if (on) {
            bundle.start();
        } else {
            bundle.stop();
        }
    }

    /** A caller who wants a model that both lists have. */
    private void ask() {
        while (!ended) {
            try {
                models.resolve("chutes/" + Contestant.MODEL);
            } catch (ModelException e) {
                refused.incrementAndGet();
            }
            asked.incrementAndGet();
        }
    }

    private String line(boolean newFirst, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        long seen = Arrays.stream(sorted).filter(each -> each > 0).count();
        return String.format(
                Locale.ROOT,
                "{\"newFirst\":%s,\"swaps\":%d,\"seenWithout\":%d,\"medianMicros\":%.1f,\"p99Micros\":%.1f,"
                        + "\"maxMicros\":%.1f,\"lookMicros\":%.1f,\"asked\":%d,\"refused\":%d}",
                newFirst,
                sorted.length,
                seen,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                sorted[sorted.length - 1] / 1e3,
                look.median() / 1e3,
                asked.get(),
                refused.get());
    }

    @Override
    public void close() throws IOException {
        ended = true;
        try {
            looking.join();
            asking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        contestant.close();
    }

    /** Looks all the time which source the façade has. */
    private final class Look implements Runnable {

        private static final int KEPT = 1024;

        private final AtomicLongArray took = new AtomicLongArray(KEPT);
        private volatile String source = "live";
        private volatile long longest;

        @Override
        public void run() {
            long lastWith = System.nanoTime();
            boolean without = false;
            int looks = 0;
            while (!ended) {
                long begin = System.nanoTime();
                String now = models.providers().stream()
                        .filter(status -> status.provider().equals("chutes"))
                        .findFirst()
                        .map(ProviderStatus::catalogSource)
                        .orElse(null);
                long end = System.nanoTime();
                took.set(looks++ & (KEPT - 1), end - begin);
                if (now == null) {
                    without = true;
                } else {
                    if (without) {
                        longest = Math.max(longest, end - lastWith);
                    }
                    without = false;
                    lastWith = begin;
                    source = now;
                }
            }
        }

        void await(String wanted) throws InterruptedException {
            while (!wanted.equals(source)) {
                Thread.sleep(1);
            }
        }

        long median() {
            long[] sorted =
                    IntStream.range(0, KEPT).mapToLong(took::get).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }
}
