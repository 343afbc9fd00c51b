package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.terminal.Quantities;

/**
 * Checks that the stored credentials can be read, that each provider has one that is good, and that nothing which was
 * set is ignored.
 */
final class CredentialsCheck implements SelfCheck {

    private static final String SIGN_IN = "clawdbot onboard";

    private final Parts parts;
    private final Clock clock;

    CredentialsCheck(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public String topic() {
        return "credentials";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Optional<String> problem = problem(parts);
        if (problem.isPresent()) {
            findings.add(Finding.fail(
                    problem.get(), "Mend or remove " + location(parts) + ", then sign in with: " + SIGN_IN));
        } else {
            parts.models().ifPresent(models -> profiles(models, findings));
        }
        IgnoredCredential.of(parts).forEach(ignored -> findings.add(Finding.warn(ignored.message(), ignored.fix())));
        return findings;
    }

    private void profiles(ChatModels models, List<Finding> findings) {
        List<ProviderStatus> providers;
        try {
            providers = models.providers();
        } catch (ModelException unreadable) {
            findings.add(Finding.fail(String.valueOf(unreadable.getMessage()), SIGN_IN));
            return;
        }
        for (ProviderStatus provider : providers) {
            boolean anyGood = provider.profiles().stream()
                    .anyMatch(profile -> HostStatus.health(profile, clock).compareTo(HostStatus.Health.EXPIRED) < 0);
            if (provider.profiles().isEmpty()) {
                findings.add(Finding.fail("Not signed in to " + provider.provider(), SIGN_IN));
            }
            provider.profiles().forEach(profile -> findings.add(finding(profile, anyGood)));
        }
    }

    private Finding finding(ProfileStatus profile, boolean anyGood) {
        HostStatus.Health health = HostStatus.health(profile, clock);
        String text = "signed in: " + ProfileText.line(profile, health, clock) + renewal(profile);
        String again = profile.source() == ProfileStatus.Source.PROFILE
                ? "clawdbot models auth login --provider " + profile.provider() + " --method " + profile.mode()
                : "Set another where this one is set: in the "
                        + profile.source().name().toLowerCase(Locale.ROOT);
        return switch (health) {
            case EXPIRED, MISSING -> anyGood ? Finding.warn(text, again) : Finding.fail(text, again);
            case EXPIRING -> Finding.warn(text, again);
            case OK -> Finding.ok(text);
        };
    }

    private String renewal(ProfileStatus profile) {
        ProfileStatus.Grant grant = profile.grant();
        if (grant == null) {
            return "";
        }
        Instant now = clock.instant();
        Instant end = grant.accessExpiresAt();
        String token = end.isAfter(now)
                ? ", access token for another " + Quantities.duration(Duration.between(now, end))
                : ", access token ended";
        return token + (grant.refreshable() ? ", renewed by itself" : ", cannot be renewed");
    }

    /** Says why the credentials cannot be read, if they cannot. */
    static Optional<String> problem(Parts parts) {
        try {
            parts.credentials().ifPresent(CredentialStore::read);
            return Optional.empty();
        } catch (ModelException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    private static String location(Parts parts) {
        return parts.credentials().map(CredentialStore::location).orElse("the credentials");
    }
}
