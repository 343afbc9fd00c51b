package org.clawdbot.chutes.catalog.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * What the first line of a {@link KeptFile} says of the list.
 *
 * @param confirmedAt when the server last said that it has this list
 * @param validator by what the server recognises it
 */
record ListHead(Instant confirmedAt, Validator validator) {

    private static final String LIST = "\"list\":";

    /** How much older than it is a list may seem that the server gives again and again. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    /**
     * Reads a line.
     *
     * @return what it says, or empty if it is no such line, or about another server
     * @throws java.time.DateTimeException if its time is none
     */
    static Optional<ListHead> parse(String line, Endpoint endpoint) throws JsonException {
        String begin = line.stripTrailing();
        if (!begin.endsWith(LIST)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> head =
                Json.object(Json.parse(begin + "null}")).orElse(Map.of());
        Validator validator = new Validator(
                Json.text(head, "etag").orElse(null),
                Json.text(head, "lastModified").orElse(null));
        return Json.text(head, "baseUrl")
                .filter(endpoint.toString()::equals)
                .flatMap(sameServer -> Json.text(head, "fetchedAt"))
                .map(time -> new ListHead(Instant.parse(time), validator));
    }

    /** Tells whether it is as good as the next one. */
    boolean isSoonBefore(ListHead next) {
        Duration since = Duration.between(confirmedAt, next.confirmedAt);
        return validator.equals(next.validator) && !since.isNegative() && since.compareTo(PRECISION) < 0;
    }

    byte[] line(Endpoint endpoint) {
        StringBuilder line = new StringBuilder("{");
        member(line, "baseUrl", endpoint.toString());
        member(line, "fetchedAt", confirmedAt.toString());
        member(line, "etag", validator.etag());
        member(line, "lastModified", validator.lastModified());
        return line.append(LIST).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            line.append('"')
                    .append(name)
                    .append("\":")
                    .append(Json.quote(value))
                    .append(',');
        }
    }
}
