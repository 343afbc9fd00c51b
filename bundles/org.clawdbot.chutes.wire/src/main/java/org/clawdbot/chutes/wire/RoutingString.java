package org.clawdbot.chutes.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.catalog.ModelReference;
import org.jspecify.annotations.Nullable;

/**
 * The strings Chutes accepts as {@code model}: one model by name or by the UUID of its chute, or a pool of them, which is
 * a list separated by commas, an alias of the account, or both, optionally ending in {@code :latency} or
 * {@code :throughput}. {@code :THINKING} at the very end switches thinking on.
 *
 * @param names the names between the commas, in order, each once
 * @param preference {@code latency} or {@code throughput}, or null for the order of the names
 */
public record RoutingString(List<String> names, @Nullable String preference) {

    /** The attribute of a pool that says how its members are tried. */
    public static final String ROUTING = "routing";

    /** The attribute of a pool that names the listed members, separated by commas. */
    public static final String MEMBERS = "routing_members";

    /** The attribute of a pool that names what is neither listed nor an alias, separated by commas. */
    public static final String UNKNOWN = "routing_unknown";

    private static final String THINKING = ":THINKING";
    private static final List<String> PREFERENCES = List.of("latency", "throughput");

    /** Copies the names. */
    public RoutingString {
        names = List.copyOf(names);
    }

    /**
     * Takes a string apart that is not itself the name of a model.
     *
     * @param model the string, as it would be sent
     * @return its parts
     */
    public static RoutingString of(String model) {
        String rest = withoutThinking(model);
        String lower = rest.toLowerCase(Locale.ROOT);
        String preference = PREFERENCES.stream()
                .filter(word -> lower.endsWith(":" + word))
                .findFirst()
                .orElse(null);
        if (preference != null) {
            rest = rest.substring(0, rest.length() - preference.length() - 1);
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : rest.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return new RoutingString(List.copyOf(names), preference);
    }

    /**
     * Finds what Chutes makes of a string: the model of exactly that name, else a pool with what holds for every member.
     *
     * <p>Of a pool, the windows are the narrowest, the features and kinds of input those that all have, and the prices
     * the highest of each kind; it is in a trusted execution environment only if all members are. A name that is neither
     * listed nor an alias may be a chute all the same: it is kept as a member of which nothing is known, so that nothing
     * is promised for it.
     *
     * @param list the models that are listed
     * @param model the string, as it would be sent
     * @param aliases gives the chute UUIDs of an alias in lower case, none if there is no such alias; asked only for names
     *     that are not listed
     * @return the model or pool, or empty if no member is listed
     */
    public static Optional<ModelInfo> find(CatalogSnapshot list, String model, Function<String, List<String>> aliases) {
        return list.find(model)
                .or(() -> listed(list, withoutThinking(model)).map(info -> renamed(info, model)))
                .or(() -> of(model).pool(list, model, aliases));
    }

    private Optional<ModelInfo> pool(CatalogSnapshot list, String model, Function<String, List<String>> aliases) {
        Map<String, ModelInfo> members = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String name : names) {
            Optional<ModelInfo> chute = listed(list, name);
            List<String> chutes = chute.isPresent() ? List.of(name) : aliases.apply(name.toLowerCase(Locale.ROOT));
            if (chutes.isEmpty()) {
                unknown.add(name);
            }
            for (String id : chutes) {
                listed(list, id)
                        .ifPresentOrElse(info -> members.put(info.reference().id(), info), () -> unknown.add(id));
            }
        }
        return members.isEmpty() ? Optional.empty() : Optional.of(narrowest(list.provider(), model, members, unknown));
    }

    private ModelInfo narrowest(String provider, String model, Map<String, ModelInfo> listed, Set<String> unknown) {
        List<ModelInfo> members = new ArrayList<>(listed.values());
        unknown.forEach(name -> members.add(
                ModelInfo.builder(new ModelReference(provider, name)).build()));
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(ROUTING, preference == null ? "failover" : preference);
        attributes.put(MEMBERS, String.join(",", listed.keySet()));
        if (!unknown.isEmpty()) {
            attributes.put(UNKNOWN, String.join(",", unknown));
        }
        return ModelInfo.builder(new ModelReference(provider, model))
                .tee(all(members, ModelInfo::tee, Boolean::logicalAnd))
                .features(all(members, ModelInfo::features, RoutingString::common))
                .input(all(members, ModelInfo::input, RoutingString::common))
                .output(all(members, ModelInfo::output, RoutingString::common))
                .contextWindow(least(members, ModelInfo::contextWindow))
                .maxOutputTokens(least(members, ModelInfo::maxOutputTokens))
                .pricing(new ModelPricing(
                        all(members, info -> info.pricing().input(), BigDecimal::max),
                        all(members, info -> info.pricing().output(), BigDecimal::max),
                        all(members, info -> info.pricing().cacheRead(), BigDecimal::max)))
                .quantization(
                        listed.size() == 1 && unknown.isEmpty() ? members.get(0).quantization() : null)
                .attributes(attributes)
                .build();
    }

    private static ModelInfo renamed(ModelInfo info, String model) {
        return ModelInfo.builder(new ModelReference(info.reference().provider(), model))
                .tee(info.tee())
                .features(info.features())
                .input(info.input())
                .output(info.output())
                .contextWindow(info.contextWindow())
                .maxOutputTokens(info.maxOutputTokens())
                .pricing(info.pricing())
                .quantization(info.quantization())
                .attributes(info.attributes())
                .build();
    }

    /** What all members say, joined; null where one of them says nothing. */
    private static <T> @Nullable T all(
            List<ModelInfo> members, Function<ModelInfo, @Nullable T> value, BinaryOperator<T> join) {
        T joined = null;
        for (ModelInfo member : members) {
            T said = value.apply(member);
            if (said == null) {
                return null;
            }
            joined = joined == null ? said : join.apply(joined, said);
        }
        return joined;
    }

    /** The least of what is said: a member that says nothing does not widen what another one limits. */
    private static @Nullable Long least(List<ModelInfo> members, Function<ModelInfo, @Nullable Long> value) {
        return members.stream()
                .map(value)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        return one.stream().filter(other::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> common(List<String> one, List<String> other) {
        return one.stream().filter(other::contains).toList();
    }

    /** A listed model by its name or by the UUID of its chute. */
    private static Optional<ModelInfo> listed(CatalogSnapshot list, String name) {
        return list.find(name).or(() -> list.models().values().stream()
                .filter(info -> name.equals(info.attributes().get("chute_id")))
                .findFirst());
    }

    private static String withoutThinking(String model) {
        return model.endsWith(THINKING) ? model.substring(0, model.length() - THINKING.length()) : model;
    }
}
