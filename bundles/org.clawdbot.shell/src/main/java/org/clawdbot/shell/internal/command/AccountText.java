package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.jspecify.annotations.Nullable;

/** Describes an account for a person. */
final class AccountText {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Clock clock;

    AccountText(Clock clock) {
        this.clock = clock;
    }

    List<String> lines(ProfileStatus profile, Account account) {
        List<String> lines = new ArrayList<>();
        lines.add(account.provider() + ": " + (account.name() == null ? "account without a name" : account.name())
                + "  (" + profile.mode() + " " + profile.profileId() + ")");
        lines.add("  Balance       " + dollars(account.balance()));
        if (account.quotas().isEmpty()) {
            lines.add("  Quota         none");
        }
        account.quotas().forEach(quota -> lines.add("  Quota         " + quota(quota)));
        Subscription subscription = account.subscription();
        if (subscription == null) {
            lines.add("  Subscription  none");
        } else {
            lines.add("  Subscription  " + dollars(subscription.monthlyPrice()) + " a month"
                    + (subscription.custom() ? ", custom" : ""));
            subscription.windows().forEach(window -> lines.add("    " + window(window)));
        }
        account.missing().forEach(missing -> lines.add("  " + missing));
        return lines;
    }

    private String quota(Quota quota) {
        String scope = quota.scope().equals(Quota.EVERYTHING) ? "" : quota.scope() + ": ";
        String used = quota.used() == null ? "an unknown number" : plain(quota.used());
        String limit = quota.limit() == null ? "used, no limit" : "of " + plain(quota.limit()) + " requests used";
        return scope + used + " " + limit + share(quota.used(), quota.limit()) + reset(quota.resetAt());
    }

    private String window(Subscription.Window window) {
        String cap = window.cap() == null ? "used, no cap" : "of " + dollars(window.cap()) + " used";
        return String.format("%-10s  ", window.name()) + dollars(window.used()) + " " + cap
                + share(window.used(), window.cap()) + reset(window.resetAt());
    }

    /** Says how much is used where that matters: when it is nearly all. */
    private static String share(@Nullable BigDecimal used, @Nullable BigDecimal limit) {
        return used != null && limit != null && Quota.isNearlyUsedUp(used, limit)
                ? " (" + used.multiply(HUNDRED).divide(limit, 0, RoundingMode.DOWN) + " %: nearly used up)"
                : "";
    }

    private String reset(@Nullable Instant at) {
        return at == null || !at.isAfter(clock.instant())
                ? ""
                : ", starts anew in " + Quantities.duration(Duration.between(clock.instant(), at));
    }

    private static String dollars(@Nullable BigDecimal amount) {
        return amount == null ? Quantities.UNKNOWN : Quantities.dollars(amount);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
