package org.clawdbot.chutes.catalog.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.provider.CatalogSource;
import org.jspecify.annotations.Nullable;

/**
 * The list as far as it is known. While it is fresh it is served; after that it is still served, and one fetch brings the
 * next one in the background. Only who knows nothing waits, and, at the beginning of a process, who knows nothing but a list
 * that is no longer fresh: a command that lives for a second would otherwise never see a new one.
 */
final class LiveList {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);

    private final UnaryOperator<@Nullable KnownList> source;
    private final LastGoodList disk;
    private final Timing timing;
    private final Clock clock;
    private final Workers workers;
    private final Supplier<Consumer<CatalogSnapshot>> arrivals;

    private final Object lock = new Object();
    private boolean diskRead;
    private @Nullable Flight flight;
    private volatile @Nullable KnownList known;
    private volatile @Nullable Failure failure;
    private volatile boolean opening = true;
    private volatile @Nullable Served served;

    /**
     * How long things are good for, and how long they may take.
     *
     * @param freshFor how long a list is served without asking for another
     * @param fetch how long a fetch may take
     * @param opening how long the first callers of a process wait for a newer list than an earlier process left
     */
    record Timing(Duration freshFor, Duration fetch, Duration opening) {

        /** After a failure, how long to be content with what is known. */
        static final Duration PAUSE = Duration.ofSeconds(15);
    }

    private record Flight(CompletableFuture<KnownList> result, long begunNanos) {}

    private record Failure(ModelException error, Instant at) {}

    private record Served(KnownList list, CatalogSnapshot snapshot) {

        @SuppressWarnings("ReferenceEquality") // comparing ten thousand models would cost more than it saves
        boolean is(KnownList other, boolean stale, @Nullable String problem) {
            return list == other && snapshot.stale() == stale && Objects.equals(snapshot.problem(), problem);
        }
    }

    /**
     * @param source asks for the list after the one given, which is null where none is known
     * @param arrivals gives who, at that moment, wants to hear of a list that came although nobody asked for a fetch
     */
    LiveList(
            UnaryOperator<@Nullable KnownList> source,
            LastGoodList disk,
            Timing timing,
            Clock clock,
            Workers workers,
            Supplier<Consumer<CatalogSnapshot>> arrivals) {
        this.source = source;
        this.disk = disk;
        this.timing = timing;
        this.clock = clock;
        this.workers = workers;
        this.arrivals = arrivals;
    }

    CatalogSnapshot current() {
        KnownList list = known();
        Failure failed = failure;
        if (list != null && failed == null && isWithin(list.confirmedAt(), timing.freshFor())) {
            return snapshot(list, false, list.note());
        }
        if (failed != null && isWithin(failed.at(), Timing.PAUSE)) {
            return lastGood(list, failed.error());
        }
        boolean settled = !opening;
        Flight begun = begin(true);
        if (list != null && settled) {
            return snapshot(list, true, failed == null ? null : failed.error().getMessage());
        }
        try {
            KnownList fetched = await(begun, list == null ? patience() : timing.opening());
            return snapshot(fetched, false, fetched.note());
        } catch (RequestCancelledException e) {
            throw e;
        } catch (ModelException e) {
            return lastGood(list, e);
        }
    }

    /** What is known, from memory or from disk; asks nobody. */
    Optional<CatalogSnapshot> lastKnown() {
        KnownList list = known();
        return list == null
                ? Optional.empty()
                : Optional.of(snapshot(list, !isWithin(list.confirmedAt(), timing.freshFor()), list.note()));
    }

    CatalogSnapshot refresh() {
        known();
        KnownList fetched = await(begin(false), patience());
        return snapshot(fetched, false, fetched.note());
    }

    /** Why no list could be had when one was last asked for, or null. */
    @Nullable
    ModelException lastFailure() {
        Failure failed = failure;
        return failed == null ? null : failed.error();
    }

    private @Nullable KnownList known() {
        KnownList list = known;
        if (list != null) {
            return list;
        }
        synchronized (lock) {
            if (known == null && !diskRead) {
                diskRead = true;
                known = disk.read().orElse(null);
            }
            return known;
        }
    }

    private CatalogSnapshot lastGood(@Nullable KnownList list, ModelException why) {
        String problem = String.valueOf(why.getMessage());
        return list == null ? BuiltInList.snapshot(problem) : snapshot(list, true, problem);
    }

    /** Joins the fetch that is under way, or begins one. */
    private Flight begin(boolean unasked) {
        synchronized (lock) {
            Flight running = flight;
            if (running != null && !running.result().isDone()) {
                return running;
            }
            Flight next = new Flight(new CompletableFuture<>(), System.nanoTime());
            if (!workers.execute(() -> fly(next.result(), unasked))) {
                next.result()
                        .completeExceptionally(new ProviderUnavailableException(
                                "stopped", "The catalog was stopped; try again", ModelListClient.CHUTES, null));
            }
            flight = next;
            return next;
        }
    }

    private void fly(CompletableFuture<KnownList> result, boolean unasked) {
        KnownList before = known;
        try {
            KnownList fetched = source.apply(before);
            known = fetched;
            failure = null;
            opening = false;
            CatalogSnapshot arrived = snapshot(fetched, false, fetched.note());
            Consumer<CatalogSnapshot> listening = arrivals.get(); // before anyone can have seen the list
            result.complete(fetched);
            if (unasked && (before == null || !fetched.rows().equals(before.rows()))) {
                listening.accept(arrived);
            }
        } catch (ModelException e) {
            LOG.log(System.Logger.Level.INFO, "No new model list: {0}", e.getMessage());
            failure = new Failure(e, clock.instant());
            opening = false;
            result.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            throw e;
        }
    }

    private KnownList await(Flight begun, Duration patience) {
        try {
            long left = patience.toNanos() - (System.nanoTime() - begun.begunNanos());
            return begun.result().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException failed) {
                throw failed;
            }
            throw new IllegalStateException("The model list could not be read", e.getCause());
        } catch (TimeoutException e) {
            throw new ProviderUnavailableException(
                    "timeout", "The model list is still on its way; try again", ModelListClient.CHUTES, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException("The request was cancelled", ModelListClient.CHUTES, e);
        }
    }

    /** A fetch ends by itself in time; this is for one that asked twice, or waited for a credential. */
    private Duration patience() {
        return timing.fetch().multipliedBy(2);
    }

    private boolean isWithin(Instant since, Duration limit) {
        Duration age = Duration.between(since, clock.instant());
        return !age.isNegative() && age.compareTo(limit) < 0;
    }

    /** The same list under the same label is the same snapshot, so that asking for it costs next to nothing. */
    private CatalogSnapshot snapshot(KnownList list, boolean stale, @Nullable String problem) {
        Served last = served;
        if (last != null && last.is(list, stale, problem)) {
            return last.snapshot();
        }
        synchronized (lock) {
            last = served;
            if (last == null || !last.is(list, stale, problem)) {
                last = new Served(
                        list,
                        new CatalogSnapshot(
                                LiveModelCatalog.PROVIDER,
                                CatalogSource.LIVE,
                                list.confirmedAt(),
                                stale,
                                problem,
                                list.rows().skipped(),
                                list.rows().models()));
                served = last;
            }
            return last.snapshot();
        }
    }
}
