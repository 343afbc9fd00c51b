package org.clawdbot.models.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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
    /** Replaced as a whole by whoever holds the lock; requests only read it. */
    private volatile Ranking<T> ranking = Ranking.of(List.of());

    private final Handover handover;

    Parts(String kind, String labelProperty, Succession succession, Handover handover) {
        this.kind = kind;
        this.labelProperty = labelProperty;
        this.succession = succession;
        this.handover = handover;
    }

    synchronized void add(T service, Map<String, Object> properties) {
        Part<T> part = part(service, properties);
        List<Part<T>> parts = new ArrayList<>(ranking.parts());
        parts.add(part);
        ranking = Ranking.of(parts);
        handover.taken(place(part));
    }

    /** Takes the properties that a service has now. */
    synchronized void update(T service, Map<String, Object> properties) {
        ranking = Ranking.of(ranking.parts().stream()
                .map(part -> part.service() == service ? part(service, properties) : part)
                .toList());
    }

    /** Forgets a service, unless the façade itself goes: then requests go on with what it had. */
    synchronized void remove(T service) {
        if (handover.isOver()) {
            return;
        }
        List<Part<T>> left = new ArrayList<>(ranking.parts());
        for (Part<T> part : ranking.parts()) {
            if (part.service() == service) {
                left.remove(part);
                if (left.stream().noneMatch(other -> place(other).equals(place(part)))) {
                    handover.left(place(part)); // before anybody can miss it
                }
            }
        }
        ranking = Ranking.of(left);
    }

    boolean contains(T service) {
        for (Part<T> part : ranking.parts()) {
            if (part.service() == service) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is any for a provider. */
    boolean serve(String provider) {
        return ranking.byProvider().containsKey(provider);
    }

    List<T> of(String provider) {
        return ranking.byProvider().getOrDefault(provider, List.of());
    }

    Optional<T> first(String provider) {
        List<T> services = of(provider);
        return services.isEmpty() ? Optional.empty() : Optional.of(services.get(0));
    }

    T require(String provider) {
        List<T> services = of(provider);
        if (services.isEmpty()) {
            throw missing(provider);
        }
        return services.get(0);
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
        return ranking.parts().stream()
                .filter(part -> part.provider().equals(provider))
                .map(Part::label)
                .toList();
    }

    /** What a service calls itself, or the name of its class. */
    String label(T service) {
        for (Part<T> part : ranking.parts()) {
            if (part.service() == service && !part.label().isEmpty()) {
                return part.label();
            }
        }
        return service.getClass().getName();
    }

    /** Those of which there is any. */
    SortedSet<String> providers() {
        SortedSet<String> providers = new TreeSet<>(ranking.byProvider().keySet());
        providers.remove("");
        return providers;
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

    /** All parts, best first, and the services of each provider likewise: each request asks for them several times. */
    private record Ranking<T>(List<Part<T>> parts, Map<String, List<T>> byProvider) {

        static <T> Ranking<T> of(List<Part<T>> parts) {
            List<Part<T>> sorted = new ArrayList<>(parts);
            sorted.sort(
                    Comparator.<Part<T>>comparingInt(Part::ranking).reversed().thenComparingLong(Part::id));
            Map<String, List<T>> byProvider = new HashMap<>();
            sorted.forEach(part -> byProvider
                    .computeIfAbsent(part.provider(), provider -> new ArrayList<>())
                    .add(part.service()));
            byProvider.replaceAll((provider, services) -> List.copyOf(services));
            return new Ranking<>(List.copyOf(sorted), Map.copyOf(byProvider));
        }
    }
}
