package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.clawdbot.testkit.simulator.http.Refusal;

/** Turns the {@code model} of a request into rows: renames, suffixes and comma lists as the gateway does them. */
final class ModelRouting {

    private static final Set<String> MOVED_TO_TEE = Set.of(
            "deepseek-ai/DeepSeek-V3.2",
            "Qwen/Qwen3-32B",
            "Qwen/Qwen3-Next-80B-A3B-Instruct",
            "unsloth/Mistral-Nemo-Instruct-2407",
            "Qwen/Qwen2.5-Coder-32B-Instruct",
            "Qwen/Qwen3-235B-A22B-Thinking-2507");
    private static final String THINKING = ":THINKING";

    private final ModelList models;

    ModelRouting(ModelList models) {
        this.models = models;
    }

    static boolean asksForThinking(String model) {
        return model.endsWith(THINKING);
    }

    /** The rows to try, best first; 404 when there is none. */
    List<JsonNode> resolve(JsonNode model) {
        if (!model.isTextual() || model.textValue().isEmpty()) {
            throw new Refusal(404, "No matching chute found!");
        }
        String asked = model.textValue();
        String name = asksForThinking(asked) ? asked.substring(0, asked.length() - THINKING.length()) : asked;
        Optional<JsonNode> exact = find(name);
        if (exact.isPresent()) {
            return List.of(exact.get());
        }
        List<JsonNode> rows = new ArrayList<>();
        for (String token : withoutSuffix(name).split(",", -1)) {
            find(token.strip()).filter(row -> !rows.contains(row)).ifPresent(rows::add);
        }
        if (rows.isEmpty()) {
            throw new Refusal(404, "model not found: " + asked);
        }
        return rows;
    }

    private Optional<JsonNode> find(String name) {
        Optional<JsonNode> listed = models.find(name);
        return listed.isPresent() ? listed : models.find(renamed(name));
    }

    private static String renamed(String name) {
        if (MOVED_TO_TEE.contains(name)) {
            return name + "-TEE";
        }
        if (name.startsWith("THUDM/")) {
            return "zai-org/" + name.substring("THUDM/".length());
        }
        return switch (name) {
            case "zai-org/GLM-5-Turbo" -> "zai-org/GLM-5-TEE";
            case "mistralai/Mistral-Small-3.1-24B-Instruct-2503" -> "chutesai/Mistral-Small-3.1-24B-Instruct-2503-TEE";
            default -> name;
        };
    }

    private static String withoutSuffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String suffix : List.of(":latency", ":throughput")) {
            if (lower.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
