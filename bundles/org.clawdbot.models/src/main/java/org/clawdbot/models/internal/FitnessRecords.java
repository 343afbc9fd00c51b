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
    private final Map<String, List<UnaryOperator<ProfileUsage>>> pending = new LinkedHashMap<>();
    private Map<String, List<UnaryOperator<ProfileUsage>>> underWay = Map.of();
    private Map<String, ProfileUsage> stored = Map.of();
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

    /** What is known of a target. */
    synchronized ProfileUsage of(String target) {
        return changed(target, look().getOrDefault(target, ProfileUsage.NONE));
    }

    /** What is known of every target. */
    synchronized Map<String, ProfileUsage> all() {
        Map<String, ProfileUsage> all = new TreeMap<>(look());
        underWay.keySet().forEach(target -> all.putIfAbsent(target, ProfileUsage.NONE));
        pending.keySet().forEach(target -> all.putIfAbsent(target, ProfileUsage.NONE));
        all.replaceAll(this::changed);
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
            List<UnaryOperator<ProfileUsage>> changes = pending.computeIfAbsent(target, key -> new ArrayList<>());
            changes.add(change);
            if (changes.size() > KEPT) {
                changes.remove(0);
            }
        }
        later.run(delay, this::flush);
    }

    /** Writes what is not written yet; what cannot be written is kept for the next time. */
    void flush() {
        Map<String, List<UnaryOperator<ProfileUsage>>> changes;
        synchronized (this) {
            if (pending.isEmpty() || !underWay.isEmpty()) {
                return;
            }
            underWay = new LinkedHashMap<>(pending);
            changes = underWay;
            pending.clear();
        }
        boolean written = false;
        try {
            home.update(before -> applied(before, changes));
            written = true;
        } catch (IOException | ModelException | LinkageError e) {
            complain("Cooldowns cannot be written, so that only this process knows of them", e);
        } finally {
            ended(changes, written);
        }
    }

    private synchronized void ended(Map<String, List<UnaryOperator<ProfileUsage>>> changes, boolean written) {
        underWay = Map.of();
        if (!written) {
            changes.forEach((target, ofTarget) -> pending.merge(target, ofTarget, (newer, older) -> {
                List<UnaryOperator<ProfileUsage>> both = new ArrayList<>(older);
                both.addAll(newer);
                return both;
            }));
        }
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

    private ProfileUsage changed(String target, ProfileUsage usage) {
        return applied(
                applied(usage, underWay.getOrDefault(target, List.of())), pending.getOrDefault(target, List.of()));
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
            stored = home.read();
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
