package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.terminal.Quantities;
import org.jspecify.annotations.Nullable;

/** Checks how much of the account is left, with the credential that is used first. */
final class QuotaCheck implements SelfCheck {

    private static final String LOOK = "clawdbot account";

    private final Parts parts;
    private final Clock clock;

    QuotaCheck(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public String topic() {
        return "account";
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        parts.models().ifPresent(models -> check(models, findings));
        return findings;
    }

    private void check(ChatModels models, List<Finding> findings) {
        List<ProviderStatus> providers;
        try {
            providers = models.providers();
        } catch (ModelException unreadable) {
            return; // the check of the credentials tells
        }
        for (ProviderStatus provider : providers) {
            AccountService service = parts.accounts().get(provider.provider());
            if (service != null && !provider.profiles().isEmpty()) {
                read(service, provider.profiles().get(0), findings);
            }
        }
    }

    private void read(AccountService service, ProfileStatus profile, List<Finding> findings) {
        Optional<Parts.Strategy> strategy = parts.strategy(profile.provider(), profile.mode());
        if (strategy.isEmpty()) {
            return;
        }
        Account account;
        try {
            account = service.read(strategy.get().service().credential(profile.profileId()));
        } catch (SignInRequiredException refused) {
            findings.add(Finding.fail(
                    profile.profileId() + ": " + refused.getMessage(),
                    "clawdbot models auth login --provider " + profile.provider() + " --method " + profile.mode()));
            return;
        } catch (ModelException failure) {
            findings.add(Finding.warn("The account of " + profile.profileId() + ": " + failure.getMessage(), LOOK));
            return;
        }
        int before = findings.size();
        for (Quota quota : account.quotas()) {
            String name = quota.scope().equals(Quota.EVERYTHING) ? "The quota" : "The quota for " + quota.scope();
            amount(name, quota.used(), quota.limit(), quota.resetAt(), findings);
        }
        Subscription subscription = account.subscription();
        if (subscription != null) {
            subscription
                    .windows()
                    .forEach(window -> amount(
                            "The " + window.name() + " window of the subscription",
                            window.used(),
                            window.cap(),
                            window.resetAt(),
                            findings));
        }
        if (findings.size() == before) {
            findings.add(Finding.ok(
                    account.balance() == null
                            ? "No quota is near its end"
                            : "No quota is near its end; balance " + Quantities.dollars(account.balance())));
        }
    }

    private void amount(
            String name,
            @Nullable BigDecimal used,
            @Nullable BigDecimal limit,
            @Nullable Instant resetAt,
            List<Finding> findings) {
        if (used != null && limit != null && Quota.isNearlyUsedUp(used, limit)) {
            String starts = resetAt == null
                    ? ""
                    : "; it starts anew in " + Quantities.duration(Duration.between(clock.instant(), resetAt));
            String state = used.compareTo(limit) >= 0 ? " is used up" : " is nearly used up";
            findings.add(Finding.warn(
                    name + state + ": " + Quantities.price(used) + " of " + Quantities.price(limit) + starts, LOOK));
        }
    }
}
