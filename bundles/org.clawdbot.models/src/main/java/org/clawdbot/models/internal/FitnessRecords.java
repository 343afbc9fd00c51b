package org.clawdbot.models.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.ProfileUsage;
import org.clawdbot.api.error.ModelException;

/**
 * How models or credentials fared, shared with other processes. A change holds in this process at once and is written in
 * the background; it is applied to what is stored by then, so that no process undoes what another one noted.
 */
final class FitnessRecords {

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    /** So many changes of one target are kept at most where they cannot be written. */
    private static final int KEPT = 20;

    private final Home home;
    private final Later later;
    private volatile Changes changes = new Changes(Map.of(), Map.of());
    private volatile Map<String, ProfileUsage> stored = Map.of();
    private boolean complained;

    FitnessRecords(Home home, Later later) {
        this.home = home;
        this.later = later;
    }

    /** Where records are kept. */
    interface Home {

        /** What is kept now, by target. */
        Map<String, ProfileUsage> read() throws IOException;

        /** Changes what is kept in one step. */
        void update(UnaryOperator<Map<String, ProfileUsage>> change) throws IOException;
    }

    /**
     * Changes by target that may not be stored yet.
     *
     * @param pending those that nobody writes
     * @param underWay those that are being written
     */
    private record Changes(
            Map<String, List<UnaryOperator<ProfileUsage>>> pending,
            Map<String, List<UnaryOperator<ProfileUsage>>> underWay) {

        boolean areNone() {
            return pending.isEmpty() && underWay.isEmpty();
        }

        ProfileUsage applied(String target, ProfileUsage usage) {
            return FitnessRecords.applied(
                    FitnessRecords.applied(usage, underWay.getOrDefault(target, List.of())),
                    pending.getOrDefault(target, List.of()));
        }
    }

    /** What is known of a target. Each request asks several times, so nobody waits for anybody here. */
    ProfileUsage of(String target) {
        Changes now = changes; // before what is stored: then none that is written meanwhile is missed
        ProfileUsage known = look().getOrDefault(target, ProfileUsage.NONE);
        return now.areNone() ? known : now.applied(target, known);
    }

    /** What is known of every target. */
    Map<String, ProfileUsage> all() {
        Changes now = changes;
        Map<String, ProfileUsage> all = new TreeMap<>(look());
        now.underWay().keySet().forEach(target -> all.putIfAbsent(target, ProfileUsage.NONE));
        now.pending().keySet().forEach(target -> all.putIfAbsent(target, ProfileUsage.NONE));
        all.replaceAll(now::applied);
        return all;
    }

    /**
     * Changes what is known of a target.
     *
     * @param change gives the new record from the one before; applying it twice must be the same as once
     * @param delay how long the change may wait to be written, together with others
     */
    void change(String target, UnaryOperator<ProfileUsage> change, Duration delay) {
        synchronized (this) {
            Map<String, List<UnaryOperator<ProfileUsage>>> pending = new LinkedHashMap<>(changes.pending());
            pending.merge(target, List.of(change), FitnessRecords::newest);
            changes = new Changes(pending, changes.underWay());
        }
        later.run(delay, this::flush);
    }

    /** Writes what is not written yet; what cannot be written is kept for the next time. */
    void flush() {
        Changes now;
        synchronized (this) {
            if (changes.pending().isEmpty() || !changes.underWay().isEmpty()) {
                return;
            }
            now = new Changes(Map.of(), changes.pending());
            changes = now;
        }
        boolean written = false;
        try {
            home.update(before -> applied(before, now.underWay()));
            written = true;
        } catch (IOException | ModelException | LinkageError e) {
            complain("Cooldowns cannot be written, so that only this process knows of them", e);
        } finally {
            ended(written);
        }
    }

    private synchronized void ended(boolean written) {
        Map<String, List<UnaryOperator<ProfileUsage>>> pending = new LinkedHashMap<>();
        if (!written) {
            pending.putAll(changes.underWay());
        }
        changes.pending().forEach((target, newer) -> pending.merge(target, newer, FitnessRecords::newest));
        changes = new Changes(pending, Map.of());
    }

    private static List<UnaryOperator<ProfileUsage>> newest(
            List<UnaryOperator<ProfileUsage>> older, List<UnaryOperator<ProfileUsage>> newer) {
        List<UnaryOperator<ProfileUsage>> both = new ArrayList<>(older);
        both.addAll(newer);
        return List.copyOf(both.subList(Math.max(0, both.size() - KEPT), both.size()));
    }

    private static Map<String, ProfileUsage> applied(
            Map<String, ProfileUsage> before, Map<String, List<UnaryOperator<ProfileUsage>>> changes) {
        Map<String, ProfileUsage> after = new LinkedHashMap<>(before);
        changes.forEach((target, ofTarget) -> {
            ProfileUsage usage = applied(after.getOrDefault(target, ProfileUsage.NONE), ofTarget);
            if (usage.equals(ProfileUsage.NONE)) {
                after.remove(target);
            } else {
                after.put(target, usage);
            }
        });
        return after;
    }

    private static ProfileUsage applied(ProfileUsage usage, List<UnaryOperator<ProfileUsage>> changes) {
        ProfileUsage changed = usage;
        for (UnaryOperator<ProfileUsage> change : changes) {
            changed = change.apply(changed);
        }
        return changed;
    }

    private Map<String, ProfileUsage> look() {
        try {
            Map<String, ProfileUsage> now = home.read();
            stored = now;
            return now;
        } catch (IOException | ModelException | LinkageError e) { // a store that is being updated may lack classes
            complain("Cooldowns cannot be read; what was known before counts", e);
        }
        return stored;
    }

    private synchronized void complain(String message, Throwable failure) {
        LOG.log(complained ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING, message, failure);
        complained = true;
    }
}
