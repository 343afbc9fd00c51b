package org.clawdbot.chutes.catalog.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Request;
import okhttp3.Response;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Json;
import org.clawdbot.chutes.wire.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * The aliases that the account has for pools of models, from {@code GET {accountUrl}/model_aliases/}. Only an API key may
 * read them. Where they cannot be read there are none: a name that is none of them is then simply not known here.
 */
final class AccountAliases {

    private static final System.Logger LOG = System.getLogger(LiveModelCatalog.PID);
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Duration FRESH = Duration.ofMinutes(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);

    private final Calls calls;
    private final @Nullable Endpoint account;
    private final Supplier<Optional<Credential>> apiKey;
    private final Clock clock;
    private @Nullable Known known;

    AccountAliases(Calls calls, @Nullable Endpoint account, Supplier<Optional<Credential>> apiKey, Clock clock) {
        this.calls = calls;
        this.account = account;
        this.apiKey = apiKey;
        this.clock = clock;
    }

    private record Known(Map<String, List<String>> chutes, Instant since, Duration goodFor) {}

    /** Gives the chute UUIDs of an alias in lower case; none if there is no such alias, or it cannot be known. */
    synchronized List<String> chutesOf(String alias) {
        Endpoint from = account;
        if (from == null) {
            return List.of();
        }
        Instant now = clock.instant();
        Known usable = known;
        if (usable == null || !isWithin(Duration.between(usable.since(), now), usable.goodFor())) {
            Optional<Map<String, List<String>>> fetched = apiKey.get().flatMap(key -> fetch(from, key));
            usable = new Known(fetched.orElse(Map.of()), now, fetched.isPresent() ? FRESH : PAUSE_AFTER_FAILURE);
            known = usable;
        }
        return usable.chutes().getOrDefault(alias, List.of());
    }

    private Optional<Map<String, List<String>>> fetch(Endpoint from, Credential key) {
        try {
            Request request = new Request.Builder()
                    .url(from.at("/model_aliases/"))
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + key.token().reveal())
                    .build();
            return Optional.of(calls.run(request, AccountAliases::read));
        } catch (IOException | ModelException e) {
            LOG.log(System.Logger.Level.DEBUG, "The aliases of the account cannot be read: {0}", e.toString());
            return Optional.empty();
        }
    }

    private static Map<String, List<String>> read(Response response) throws IOException {
        byte[] body = Calls.body(response, MAX_BYTES);
        if (!response.isSuccessful()) {
            throw ChutesErrors.of(
                    new FailedExchange(response.code(), new String(body, StandardCharsets.UTF_8), response::header),
                    ModelListClient.CHUTES);
        }
        try {
            Map<String, List<String>> aliases = new HashMap<>();
            if (Json.parse(body) instanceof List<?> rows) {
                rows.forEach(row -> Json.object(row).ifPresent(entry -> Json.text(entry, "alias")
                        .ifPresent(alias -> aliases.put(alias.toLowerCase(Locale.ROOT), chutes(entry)))));
            }
            return aliases;
        } catch (JsonException e) {
            throw new IOException(e);
        }
    }

    private static List<String> chutes(Map<String, @Nullable Object> entry) {
        return Json.list(entry, "chute_ids").orElse(List.of()).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private static boolean isWithin(Duration age, Duration limit) {
        return !age.isNegative() && age.compareTo(limit) < 0;
    }
}
