package org.clawdbot.health.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.ModelProvider;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * How much is left of the account that is used first: a warning from 80 % on, temporarily unavailable when it is used up.
 * Asks the account service, at most once in five minutes.
 */
@Component(name = "org.clawdbot.health.quota")
@Health(name = "Clawdbot quota", resultCacheTtlInMs = 300_000)
public final class QuotaHealthCheck implements HealthCheck {

    private final @Nullable ChatModels models;
    private final List<Map.Entry<Map<String, Object>, AuthStrategy>> strategies;
    private final List<Map.Entry<Map<String, Object>, AccountService>> accounts;

    /**
     * Asks with the credentials that the façade would use.
     *
     * @param models the façade, or null while there is none
     * @param strategies the ways to sign in, with their properties
     * @param accounts what knows accounts, with their properties
     */
    @Activate
    public QuotaHealthCheck(
            @Reference(
                            name = "models",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    ChatModels models,
            @Reference(name = "auth", service = AuthStrategy.class, policyOption = ReferencePolicyOption.GREEDY)
                    List<Map.Entry<Map<String, Object>, AuthStrategy>> strategies,
            @Reference(name = "account", service = AccountService.class, policyOption = ReferencePolicyOption.GREEDY)
                    List<Map.Entry<Map<String, Object>, AccountService>> accounts) {
        this.models = models;
        this.strategies = List.copyOf(strategies);
        this.accounts = List.copyOf(accounts);
    }

    @Override
    public Result execute() {
        if (models == null) {
            return Outcome.missing(ChatModels.class);
        }
        Outcome outcome = new Outcome();
        try {
            models.providers().forEach(provider -> check(provider, outcome));
        } catch (ModelException failure) {
            outcome.warn(String.valueOf(failure.getMessage()));
        }
        return outcome.ok("Looked at the account of each provider").result();
    }

    private void check(ProviderStatus provider, Outcome outcome) {
        if (provider.profiles().isEmpty()) {
            return; // the check of the credentials tells
        }
        ProfileStatus profile = provider.profiles().get(0);
        Optional<AuthStrategy> strategy =
                find(strategies, Map.of(ModelProvider.PROPERTY, profile.provider(), AuthMode.PROPERTY, profile.mode()));
        Optional<AccountService> service = find(accounts, Map.of(ModelProvider.PROPERTY, profile.provider()));
        if (strategy.isPresent() && service.isPresent()) {
            Account account = service.get().read(strategy.get().credential(profile.profileId()));
            account.quotas()
                    .forEach(quota -> amount(
                            quota.scope().equals(Quota.EVERYTHING) ? "the quota" : "the quota for " + quota.scope(),
                            quota.used(),
                            quota.limit(),
                            outcome));
            Subscription subscription = account.subscription();
            if (subscription != null) {
                subscription
                        .windows()
                        .forEach(window -> amount(
                                "the " + window.name() + " window of the subscription",
                                window.used(),
                                window.cap(),
                                outcome));
            }
        }
    }

    private static void amount(String name, @Nullable BigDecimal used, @Nullable BigDecimal limit, Outcome outcome) {
        if (used == null || limit == null || limit.signum() <= 0) {
            return;
        }
        String text = used.toPlainString() + " of " + limit.toPlainString() + " of " + name + " used";
        if (used.compareTo(limit) >= 0) {
            outcome.unavailable(text);
        } else if (Quota.isNearlyUsedUp(used, limit)) {
            outcome.warn(text);
        } else {
            outcome.ok(text);
        }
    }

    private static <S> Optional<S> find(List<Map.Entry<Map<String, Object>, S>> services, Map<String, String> wanted) {
        return services.stream()
                .filter(service -> wanted.entrySet().stream().allMatch(each -> each.getValue()
                        .equals(service.getKey().get(each.getKey()))))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
