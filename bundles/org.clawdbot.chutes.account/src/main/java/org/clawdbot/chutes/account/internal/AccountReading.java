package org.clawdbot.chutes.account.internal;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.chutes.wire.Json;
import org.jspecify.annotations.Nullable;

/** One reading of one account: who it is must be had, the rest is left out where it is refused. */
final class AccountReading {

    /** Of an account with more quotas than that, the use of the others is not asked for. */
    private static final int MOST_USES = 8;

    private static final String UNLIMITED = "unlimited";

    private final AccountClient client;
    private final Credential credential;
    private final Instant now;
    private final List<String> missing = new ArrayList<>();

    AccountReading(AccountClient client, Credential credential, Instant now) {
        this.client = client;
        this.credential = credential;
        this.now = now;
    }

    Account read() {
        Map<String, @Nullable Object> user = object("/users/me");
        List<Quota> quotas = optional("The quotas", this::quotas).orElse(List.of());
        Subscription subscription = optional("The subscription", this::subscription)
                .flatMap(found -> found)
                .orElse(null);
        return new Account(
                credential.provider(),
                Json.text(user, "username").orElse(null),
                Json.text(user, "user_id").orElse(null),
                amount(user, "balance"),
                quotas,
                subscription,
                missing);
    }

    /** Chutes sends a list, an object from scope to limit, or an empty object where nothing is limited. */
    private List<Quota> quotas() {
        Object answer = client.get("/users/me/quotas", credential);
        List<Quota> quotas = new ArrayList<>();
        Json.object(answer).orElse(Map.of()).forEach((scope, limit) -> quotas.add(quota(scope, limit)));
        if (answer instanceof List<?> list) {
            list.stream()
                    .map(Json::object)
                    .flatMap(Optional::stream)
                    .forEach(row ->
                            quotas.add(quota(Json.text(row, "chute_id").orElse(Quota.EVERYTHING), row.get("quota"))));
        }
        for (int i = 0; i < Math.min(MOST_USES, quotas.size()); i++) {
            Quota quota = quotas.get(i);
            quotas.set(
                    i,
                    optional("What is used of quota " + quota.scope(), () -> used(quota))
                            .orElse(quota));
        }
        return quotas;
    }

    private Quota quota(String scope, @Nullable Object limit) {
        return new Quota(scope, limit instanceof BigDecimal number ? number : null, null, nextUtcDay());
    }

    private Quota used(Quota quota) {
        String scope = quota.scope().equals(Quota.EVERYTHING) ? "%2A" : quota.scope();
        Map<String, @Nullable Object> use = object("/users/me/quota_usage/" + scope);
        boolean unlimited = Json.text(use, "quota").filter(UNLIMITED::equals).isPresent();
        return new Quota(quota.scope(), unlimited ? null : quota.limit(), amount(use, "used"), quota.resetAt());
    }

    private Instant nextUtcDay() {
        return now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
    }

    private Optional<Subscription> subscription() {
        Map<String, @Nullable Object> answer = object("/users/me/subscription_usage");
        if (!Boolean.TRUE.equals(answer.get("subscription"))) {
            return Optional.empty();
        }
        List<Subscription.Window> windows = new ArrayList<>();
        window(answer, "four_hour", "four-hour").ifPresent(windows::add);
        window(answer, "monthly", "monthly").ifPresent(windows::add);
        return Optional.of(
                new Subscription(amount(answer, "monthly_price"), Boolean.TRUE.equals(answer.get("custom")), windows));
    }

    private static Optional<Subscription.Window> window(
            Map<String, @Nullable Object> answer, String member, String name) {
        return Json.object(answer, member)
                .map(window -> new Subscription.Window(
                        name,
                        amount(window, "usage"),
                        amount(window, "cap"),
                        Json.text(window, "reset_at")
                                .flatMap(AccountReading::instant)
                                .orElse(null)));
    }

    private Map<String, @Nullable Object> object(String path) {
        return Json.object(client.get(path, credential)).orElse(Map.of());
    }

    private <T> Optional<T> optional(String what, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RequestCancelledException e) {
            throw e;
        } catch (ModelException e) {
            missing.add(what + " could not be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static @Nullable BigDecimal amount(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof BigDecimal number ? number : null;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
