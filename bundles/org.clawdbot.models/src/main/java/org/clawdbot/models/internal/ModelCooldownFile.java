package org.clawdbot.models.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.ProfileUsage;
import org.jspecify.annotations.Nullable;

/** Keeps the cooldowns of models in a file, in the words in which those of profiles are kept beside the profiles. */
final class ModelCooldownFile implements FitnessRecords.Home {

    private static final String SECTION = "models";

    private final JsonFile file;
    private volatile Decoded last = new Decoded(null, Map.of());

    ModelCooldownFile(Path file, Clock clock) {
        this.file = new JsonFile(file, clock);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // to compare the content would take longer than to read it
    public Map<String, ProfileUsage> read() throws IOException {
        ObjectNode root = file.read();
        Decoded known = last;
        if (known.root() != root) {
            known = new Decoded(root, decode(root));
            last = known;
        }
        return known.models();
    }

    /** What was read last, and what it means. */
    private record Decoded(@Nullable ObjectNode root, Map<String, ProfileUsage> models) {}

    @Override
    public void update(UnaryOperator<Map<String, ProfileUsage>> change) throws IOException {
        file.update(root -> {
            Map<String, ProfileUsage> before = decode(root);
            Map<String, ProfileUsage> after = change.apply(before);
            if (!after.equals(before)) {
                root.put("version", 1);
                ObjectNode section = root.putObject(SECTION);
                after.forEach((model, usage) -> encode(section.putObject(model), usage));
            }
        });
    }

    private static Map<String, ProfileUsage> decode(ObjectNode root) {
        Map<String, ProfileUsage> models = new LinkedHashMap<>();
        root.path(SECTION).properties().forEach(entry -> models.put(entry.getKey(), decode(entry.getValue())));
        return models;
    }

    private static ProfileUsage decode(JsonNode node) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        node.path("failureCounts")
                .properties()
                .forEach(entry -> failures.put(entry.getKey(), entry.getValue().asInt()));
        return new ProfileUsage(
                null,
                instant(node, "cooldownUntil"),
                null,
                null,
                node.path("errorCount").asInt(),
                failures,
                instant(node, "lastFailureAt"),
                instant(node, "retryAt"),
                node.path("lastFailure").textValue());
    }

    private static void encode(ObjectNode node, ProfileUsage usage) {
        put(node, "cooldownUntil", usage.cooldownUntil());
        put(node, "retryAt", usage.retryAt());
        put(node, "lastFailureAt", usage.lastFailureAt());
        if (usage.lastFailure() != null) {
            node.put("lastFailure", usage.lastFailure());
        }
        node.put("errorCount", usage.errorCount());
        ObjectNode failures = node.putObject("failureCounts");
        usage.failureCounts().forEach(failures::put);
    }

    private static @Nullable Instant instant(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() && value.canConvertToLong() ? Instant.ofEpochMilli(value.longValue()) : null;
    }

    private static void put(ObjectNode node, String name, @Nullable Instant value) {
        if (value != null) {
            node.put(name, value.toEpochMilli());
        }
    }
}
