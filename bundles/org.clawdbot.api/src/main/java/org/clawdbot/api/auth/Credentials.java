package org.clawdbot.api.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a credential store holds at one moment; immutable.
 *
 * @param profiles the profiles by id, in the order of the store
 * @param order the order in which the profiles of a provider are tried, by provider
 * @param lastGood the profile that last worked, by provider
 * @param usage how each profile fared, by profile id
 */
public record Credentials(
        Map<String, Profile> profiles,
        Map<String, List<String>> order,
        Map<String, String> lastGood,
        Map<String, ProfileUsage> usage) {

    /** A store without a profile. */
    public static final Credentials EMPTY = new Credentials(Map.of(), Map.of(), Map.of(), Map.of());

    /** Copies everything and keeps the order. */
    public Credentials {
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
        Map<String, List<String>> copy = new LinkedHashMap<>();
        order.forEach((provider, ids) -> copy.put(provider, List.copyOf(ids)));
        order = Collections.unmodifiableMap(copy);
        lastGood = Collections.unmodifiableMap(new LinkedHashMap<>(lastGood));
        usage = Collections.unmodifiableMap(new LinkedHashMap<>(usage));
    }

    /**
     * Finds one profile.
     *
     * @param id the id of the profile
     * @return the profile, if it is stored
     */
    public Optional<Profile> profile(String id) {
        return Optional.ofNullable(profiles.get(id));
    }

    /**
     * Finds the profiles of one provider.
     *
     * @param provider the provider id
     * @return its profiles in the order of the store
     */
    public List<Profile> profilesOf(String provider) {
        List<Profile> found = new ArrayList<>();
        for (Profile profile : profiles.values()) { // asked several times for each request
            if (profile.provider().equals(provider)) {
                found.add(profile);
            }
        }
        return Collections.unmodifiableList(found);
    }

    /**
     * Adds a profile or replaces the one of the same id.
     *
     * @param profile the profile to keep
     * @return a copy that holds it
     */
    public Credentials with(Profile profile) {
        Map<String, Profile> changed = new LinkedHashMap<>(profiles);
        changed.put(profile.id(), profile);
        return new Credentials(changed, order, lastGood, usage);
    }

    /**
     * Forgets a profile and everything that was noted about it.
     *
     * @param id the id of the profile
     * @return a copy without it
     */
    public Credentials without(String id) {
        Map<String, Profile> kept = new LinkedHashMap<>(profiles);
        kept.remove(id);
        Map<String, List<String>> keptOrder = new LinkedHashMap<>();
        order.forEach((provider, ids) -> {
            List<String> remaining = new ArrayList<>(ids);
            remaining.remove(id);
            if (!remaining.isEmpty()) {
                keptOrder.put(provider, remaining);
            }
        });
        Map<String, String> keptGood = new LinkedHashMap<>(lastGood);
        Collection<String> good = keptGood.values();
        good.removeIf(id::equals);
        Map<String, ProfileUsage> keptUsage = new LinkedHashMap<>(usage);
        keptUsage.remove(id);
        return new Credentials(kept, keptOrder, keptGood, keptUsage);
    }

    /**
     * Notes how a profile fared.
     *
     * @param id the id of the profile
     * @param record what is to be kept about it
     * @return a copy that holds the note
     */
    public Credentials withUsage(String id, ProfileUsage record) {
        Map<String, ProfileUsage> changed = new LinkedHashMap<>(usage);
        changed.put(id, record);
        return new Credentials(profiles, order, lastGood, changed);
    }

    /**
     * Notes which profile of a provider worked last.
     *
     * @param provider the provider id
     * @param id the id of the profile
     * @return a copy that holds the note
     */
    public Credentials withLastGood(String provider, String id) {
        Map<String, String> changed = new LinkedHashMap<>(lastGood);
        changed.put(provider, id);
        return new Credentials(profiles, order, changed, usage);
    }

    /**
     * Sets the order in which the profiles of a provider are tried.
     *
     * @param provider the provider id
     * @param ids the profile ids, first to be tried first; empty to go back to the usual order
     * @return a copy with that order
     */
    public Credentials withOrder(String provider, List<String> ids) {
        Map<String, List<String>> changed = new LinkedHashMap<>(order);
        if (ids.isEmpty()) {
            changed.remove(provider);
        } else {
            changed.put(provider, ids);
        }
        return new Credentials(profiles, changed, lastGood, usage);
    }
}
