package org.clawdbot.health.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.ModelException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether each provider has a credential that is good: critical where there is none. */
@Component(name = "org.clawdbot.health.credentials")
@Health(name = "Clawdbot credentials")
public final class CredentialsHealthCheck implements HealthCheck {

    private static final Duration SOON = Duration.ofHours(24);

    private final @Nullable ChatModels models;
    private final Clock clock;

    /**
     * Looks at the credentials that the façade would use.
     *
     * @param models the façade, or null while there is none
     */
    @Activate
    public CredentialsHealthCheck(
            @Reference(
                            name = "models",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    ChatModels models) {
        this(models, Clock.systemUTC());
    }

    CredentialsHealthCheck(@Nullable ChatModels models, Clock clock) {
        this.models = models;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        if (models == null) {
            return Outcome.missing(ChatModels.class);
        }
        Outcome outcome = new Outcome();
        try {
            List<ProviderStatus> providers = models.providers();
            if (providers.isEmpty()) {
                outcome.critical("No provider is installed");
            }
            providers.forEach(provider -> check(provider, outcome));
        } catch (ModelException unreadable) {
            outcome.critical(String.valueOf(unreadable.getMessage()));
        }
        return outcome.result();
    }

    private void check(ProviderStatus provider, Outcome outcome) {
        Instant now = clock.instant();
        List<ProfileStatus> good = provider.profiles().stream()
                .filter(profile -> endsAfter(profile, now))
                .toList();
        if (good.isEmpty()) {
            outcome.critical(
                    provider.profiles().isEmpty()
                            ? "No credential for " + provider.provider()
                            : "Every credential for " + provider.provider() + " has expired");
        } else if (good.stream().noneMatch(profile -> endsAfter(profile, now.plus(SOON)))) {
            outcome.warn("Every credential for " + provider.provider() + " expires within a day");
        } else {
            outcome.ok(good.size() + " of " + provider.profiles().size() + " credentials for " + provider.provider()
                    + " are good");
        }
    }

    private static boolean endsAfter(ProfileStatus profile, Instant time) {
        return profile.expiresAt() == null || profile.expiresAt().isAfter(time);
    }
}
