package org.clawdbot.chutes.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reason within the body of a refusal, in whichever of its shapes: {@code {"detail": text | object | list}}, an
 * engine's own JSON as text within that text, {@code {"error": …}}, plain text, a page of the ingress, or nothing.
 *
 * @param message the reason, fit to be shown
 * @param members the members of the object that holds the reason
 * @param json whether the body is JSON, and so comes from the gateway and not from what stands before it
 */
record ErrorText(Optional<String> message, Map<String, @Nullable Object> members, boolean json) {

    private static final int MAX_DEPTH = 6;
    private static final int MAX_COMPLAINTS = 3;
    private static final List<String> REASONS = List.of("message", "detail", "error", "msg", "error_description");

    static ErrorText of(String body) {
        Object value;
        try {
            value = Json.parse(body);
        } catch (JsonException e) {
            String text = body.strip();
            boolean page = text.isEmpty() || text.startsWith("<");
            return new ErrorText(
                    page ? Optional.empty() : Optional.of(ChutesErrors.presentable(text)), Map.of(), false);
        }
        Map<String, @Nullable Object> whole = Json.object(value).orElse(Map.of());
        Object detail = whole.getOrDefault("detail", whole.get("error"));
        return new ErrorText(
                reason(value, 0).map(ChutesErrors::presentable).filter(text -> !text.isEmpty()),
                Json.object(detail).orElse(whole),
                true);
    }

    Optional<String> member(String name) {
        return Json.text(members, name);
    }

    boolean contains(String... lowerCase) {
        String text = message.orElse("").toLowerCase(Locale.ROOT);
        for (String part : lowerCase) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> reason(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(unwrapped(text, depth));
        }
        if (value instanceof List<?> list) {
            String complaints = list.stream()
                    .limit(MAX_COMPLAINTS)
                    .map(item -> complaint(item, depth + 1))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining("; "));
            return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints);
        }
        Map<String, @Nullable Object> members = Json.object(value).orElse(Map.of());
        return REASONS.stream()
                .map(name -> reason(members.get(name), depth + 1))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** One complaint of a validation, with the place it is about. */
    private static Optional<String> complaint(@Nullable Object item, int depth) {
        Optional<String> place = Json.object(item)
                .flatMap(members -> Json.list(members, "loc"))
                .map(parts -> parts.stream().map(Objects::toString).collect(Collectors.joining(".")));
        return reason(item, depth)
                .map(text -> place.map(where -> where + ": " + text).orElse(text));
    }

    /** An engine's own error arrives as JSON text within the text of the gateway's error. */
    private static String unwrapped(String text, int depth) {
        int begin = text.indexOf('{');
        int end = text.lastIndexOf('}');
        if (begin < 0 || end < begin) {
            return text;
        }
        try {
            return reason(Json.parse(text.substring(begin, end + 1)), depth + 1).orElse(text);
        } catch (JsonException e) {
            return text;
        }
    }
}
