package org.clawdbot.models.internal;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.chat.AccountLimits;
import org.clawdbot.api.chat.ChatEvent;
import org.jspecify.annotations.Nullable;

/** Warns once a day and profile when most of the day's quota is used, before the provider refuses. */
final class LimitWatch {

    static final String NOTICE = "quota-warning";

    private static final System.Logger LOG = System.getLogger(ModelsFacade.PID);

    private final Clock clock;
    private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

    LimitWatch(Clock clock) {
        this.clock = clock;
    }

    /** Looks at what the provider said with a reply. */
    Optional<ChatEvent.Notice> look(String profileId, @Nullable AccountLimits limits) {
        Long total = limits == null ? null : limits.quotaTotal();
        Long used = limits == null ? null : used(limits);
        if (total == null
                || used == null
                || !Quota.isNearlyUsedUp(BigDecimal.valueOf(used), BigDecimal.valueOf(total))) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (today.equals(warned.put(profileId, today))) {
            return Optional.empty();
        }
        String message = used + " of the " + total + " requests that the quota of " + profileId
                + " has a day are used; it starts anew at "
                + today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        LOG.log(System.Logger.Level.WARNING, message);
        return Optional.of(new ChatEvent.Notice(NOTICE, message));
    }

    private static @Nullable Long used(AccountLimits limits) {
        if (limits.quotaUsed() != null) {
            return limits.quotaUsed();
        }
        return limits.quotaTotal() == null || limits.quotaRemaining() == null
                ? null
                : Long.valueOf(limits.quotaTotal() - limits.quotaRemaining());
    }
}
