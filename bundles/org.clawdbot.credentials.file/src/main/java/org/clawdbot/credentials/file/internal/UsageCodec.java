package org.clawdbot.credentials.file.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clawdbot.api.auth.ProfileUsage;
import org.jspecify.annotations.Nullable;

/** Reads and writes how a profile fared. */
final class UsageCodec {

    private UsageCodec() {}

    static ProfileUsage decode(ObjectNode node) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        node.path("failureCounts")
                .properties()
                .forEach(entry -> failures.put(entry.getKey(), entry.getValue().asInt()));
        return new ProfileUsage(
                ProfileCodec.instant(node, "lastUsed"),
                ProfileCodec.instant(node, "cooldownUntil"),
                ProfileCodec.instant(node, "disabledUntil"),
                node.path("disabledReason").textValue(),
                node.path("errorCount").asInt(),
                failures,
                ProfileCodec.instant(node, "lastFailureAt"),
                ProfileCodec.instant(node, "retryAt"),
                node.path("lastFailure").textValue());
    }

    static void encode(ObjectNode node, ProfileUsage usage) {
        ProfileCodec.instant(node, "lastUsed", usage.lastUsed());
        ProfileCodec.instant(node, "cooldownUntil", usage.cooldownUntil());
        ProfileCodec.instant(node, "disabledUntil", usage.disabledUntil());
        ProfileCodec.instant(node, "lastFailureAt", usage.lastFailureAt());
        ProfileCodec.instant(node, "retryAt", usage.retryAt());
        text(node, "disabledReason", usage.disabledReason());
        text(node, "lastFailure", usage.lastFailure());
        node.put("errorCount", usage.errorCount());
        ObjectNode failures = node.putObject("failureCounts");
        usage.failureCounts().forEach(failures::put);
    }

    private static void text(ObjectNode node, String name, @Nullable String value) {
        if (value == null) {
            node.remove(name);
        } else {
            node.put(name, value);
        }
    }
}
