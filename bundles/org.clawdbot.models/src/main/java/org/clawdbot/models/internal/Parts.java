package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.provider.ModelProvider;

/**
 * The services of one kind, as they come, change and go, best first: by ranking, then by age, as the framework itself
 * ranks them.
 *
 * @param <T> the kind of service
 */
final class Parts<T> {

    private static final String SERVICE_RANKING = "service.ranking";
    private static final String SERVICE_ID = "service.id";

    /** Who takes the place of a part that goes. */
    enum Succession {
        /** Any other one for the same provider: only the best is asked. */
        ANY,
        /** One that calls itself the same: each is asked, and gives what no other one can. */
        SAME_LABEL
    }

    private final String kind;
    private final String labelProperty;
    private final Succession succession;
    private final CopyOnWriteArrayList<Part<T>> parts = new CopyOnWriteArrayList<>();
    private final Handover handover;

    Parts(String kind, String labelProperty, Succession succession, Handover handover) {
        this.kind = kind;
        this.labelProperty = labelProperty;
        this.succession = succession;
        this.handover = handover;
    }

    synchronized void add(T service, Map<String, Object> properties) {
        Part<T> part = part(service, properties);
        parts.add(part);
        handover.taken(place(part));
    }

    /** Takes the properties that a service has now. */
    void update(T service, Map<String, Object> properties) {
        parts.replaceAll(part -> part.service() == service ? part(service, properties) : part);
    }

    /** Forgets a service, unless the façade itself goes: then requests go on with what it had. */
    synchronized void remove(T service) {
        if (handover.isOver()) {
            return;
        }
        for (Part<T> part : parts) {
            if (part.service() == service) {
                if (isOnlyOne(part)) {
                    handover.left(place(part)); // before anybody can miss it
                }
                parts.remove(part);
            }
        }
    }

    private boolean isOnlyOne(Part<T> part) {
        return parts.stream()
                .noneMatch(other ->
                        other.service() != part.service() && place(other).equals(place(part)));
    }

    boolean contains(T service) {
        return parts.stream().anyMatch(part -> part.service() == service);
    }

    List<T> of(String provider) {
        return sorted(provider).stream().map(Part::service).toList();
    }

    Optional<T> first(String provider) {
        return of(provider).stream().findFirst();
    }

    T require(String provider) {
        return first(provider).orElseThrow(() -> missing(provider));
    }

    MissingPartException missing(String provider) {
        return new MissingPartException(
                kind,
                "Nothing is there now to serve \"" + provider + "\": the " + kind
                        + " is missing; start or install its bundle (see `clawdbot doctor`)",
                ErrorDetails.ofProvider(provider));
    }

    /** What the services call themselves, best first. */
    List<String> labels(String provider) {
        return sorted(provider).stream().map(Part::label).toList();
    }

    /** What a service calls itself, or the name of its class. */
    String label(T service) {
        return parts.stream()
                .filter(part -> part.service() == service && !part.label().isEmpty())
                .map(Part::label)
                .findFirst()
                .orElseGet(() -> service.getClass().getName());
    }

    SortedSet<String> providers() {
        return providers(this);
    }

    static SortedSet<String> providers(Parts<?>... kinds) {
        SortedSet<String> providers = new TreeSet<>();
        for (Parts<?> kind : kinds) {
            kind.parts.forEach(part -> providers.add(part.provider()));
        }
        providers.remove("");
        return providers;
    }

    private List<Part<T>> sorted(String provider) {
        List<Part<T>> ofProvider = new ArrayList<>(parts);
        ofProvider.removeIf(part -> !part.provider().equals(provider));
        ofProvider.sort(
                Comparator.<Part<T>>comparingInt(Part::ranking).reversed().thenComparingLong(Part::id));
        return ofProvider;
    }

    private Handover.Place place(Part<T> part) {
        return new Handover.Place(kind, part.provider(), succession == Succession.ANY ? "" : part.label());
    }

    private Part<T> part(T service, Map<String, Object> properties) {
        return new Part<>(
                service,
                text(properties, ModelProvider.PROPERTY),
                text(properties, labelProperty),
                properties.get(SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                properties.get(SERVICE_ID) instanceof Long id ? id : 0L);
    }

    private static String text(Map<String, Object> properties, String name) {
        return properties.get(name) instanceof String text ? text : "";
    }

    private record Part<T>(T service, String provider, String label, int ranking, long id) {}
}
