package org.clawdbot.testkit.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides which of the offered tools the scripted engine calls. */
final class ToolChoice {

    private static final Set<String> COMMON =
            Set.of("get", "set", "current", "fetch", "read", "do", "run", "the", "of", "to", "a", "my", "tool");

    private ToolChoice() {}

    /** The definitions ({@code function} objects) to call; empty to answer with text. */
    static List<JsonNode> choose(ChatRequest request) {
        JsonNode choice = request.body().path("tool_choice");
        List<JsonNode> offered = new ArrayList<>();
        for (JsonNode tool : request.body().path("tools")) {
            if (tool.path("function").path("name").isTextual()) {
                offered.add(tool.path("function"));
            }
        }
        if (offered.isEmpty()
                || choice.asText().equals("none")
                || !request.lastMessage().path("role").asText().equals("user")) {
            return List.of();
        }
        String named = choice.path("function").path("name").asText("");
        if (!named.isEmpty()) {
            return offered.stream()
                    .filter(tool -> tool.path("name").asText().equals(named))
                    .limit(1)
                    .toList();
        }
        List<JsonNode> meant = offered.stream()
                .filter(tool -> isMeant(tool.path("name").asText(), request.userText()))
                .toList();
        if (meant.isEmpty() && choice.asText().equals("required")) {
            return List.of(offered.get(0));
        }
        boolean parallel = request.body().path("parallel_tool_calls").asBoolean(true);
        return parallel || meant.isEmpty() ? meant : meant.subList(0, 1);
    }

    private static boolean isMeant(String name, String text) {
        List<String> said = words(text);
        List<String> words = words(name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " "));
        List<String> telling =
                words.stream().filter(word -> !COMMON.contains(word)).toList();
        return (telling.isEmpty() ? words : telling).stream().anyMatch(said::contains);
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
