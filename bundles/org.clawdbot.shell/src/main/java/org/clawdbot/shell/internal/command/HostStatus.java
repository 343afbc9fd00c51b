package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about models at one moment, collected without ever failing.
 *
 * @param selection the configured models
 * @param resolved the full name of the default model, or null if it cannot be found
 * @param defaultProblem why it cannot, or null
 * @param providers the providers; none if the credentials cannot be read, for some façades
 * @param credentialProblem why the credentials cannot be read, or null
 * @param catalogs the catalogs by provider
 * @param catalogProblem why there are none, or null
 * @param cooldowns what rests after a failure
 */
record HostStatus(
        ModelSelection selection,
        @Nullable String resolved,
        @Nullable String defaultProblem,
        List<ProviderStatus> providers,
        @Nullable String credentialProblem,
        Map<String, CatalogSnapshot> catalogs,
        @Nullable String catalogProblem,
        List<Cooldown> cooldowns) {

    private static final Duration SOON = Duration.ofHours(24);

    /** How a credential fares; later is worse. */
    enum Health {
        /** Fine. */
        OK("ok", 0),
        /** Ends within a day. */
        EXPIRING("expiring", 2),
        /** Has ended. */
        EXPIRED("expired", 1),
        /** There is none. */
        MISSING("missing", 1);

        private final String word;
        private final int checkExitCode;

        Health(String word, int checkExitCode) {
            this.word = word;
            this.checkExitCode = checkExitCode;
        }

        /** Gives the exit code of {@code models status --check}. */
        int checkExitCode() {
            return checkExitCode;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    static HostStatus of(Parts parts, ChatModels models) {
        ModelSelection selection = models.selection();
        Map<String, CatalogSnapshot> catalogs = new LinkedHashMap<>();
        String catalogProblem = null;
        try {
            models.catalogs().forEach(catalog -> catalogs.put(catalog.provider(), catalog));
        } catch (ModelException failure) {
            catalogProblem = failure.getMessage();
        }
        String resolved = null;
        String defaultProblem = null;
        if (selection.defaultModel() != null) {
            try {
                ModelInfo info = models.resolve(selection.defaultModel());
                resolved = info.reference().toString();
            } catch (ModelException failure) {
                defaultProblem = failure.getMessage();
            }
        }
        String credentialProblem = CredentialsCheck.problem(parts).orElse(null);
        List<ProviderStatus> providers = List.of();
        try {
            providers = models.providers();
        } catch (ModelException failure) {
            credentialProblem = credentialProblem == null ? failure.getMessage() : credentialProblem;
        }
        return new HostStatus(
                selection,
                resolved,
                defaultProblem,
                providers,
                credentialProblem,
                catalogs,
                catalogProblem,
                models.cooldowns());
    }

    /** Names what a provider lacks. */
    static List<String> missingParts(ProviderStatus provider) {
        List<String> missing = new ArrayList<>();
        if (provider.authModes().isEmpty()) {
            missing.add("AuthStrategy");
        }
        if (provider.catalogSource() == null) {
            missing.add("ModelCatalog");
        }
        if (!provider.transport()) {
            missing.add("CompletionsTransport");
        }
        return missing;
    }

    static Health health(ProfileStatus profile, Clock clock) {
        Instant end = profile.expiresAt();
        if (end == null) {
            return Health.OK;
        }
        Instant now = clock.instant();
        if (!end.isAfter(now)) {
            return Health.EXPIRED;
        }
        return end.isBefore(now.plus(SOON)) ? Health.EXPIRING : Health.OK;
    }

    /** Gives the worst state among the providers in use; of one provider the best credential counts. */
    Health worst(Clock clock) {
        Set<String> used = providersInUse();
        if (used.isEmpty()) {
            return Health.MISSING;
        }
        return used.stream()
                .map(provider -> best(provider, clock))
                .max(Enum::compareTo)
                .orElse(Health.MISSING);
    }

    private Health best(String provider, Clock clock) {
        return providers.stream()
                .filter(status -> status.provider().equals(provider))
                .flatMap(status -> status.profiles().stream())
                .map(profile -> health(profile, clock))
                .min(Enum::compareTo)
                .orElse(Health.MISSING);
    }

    private Set<String> providersInUse() {
        Set<String> used = new LinkedHashSet<>();
        List<String> names = new ArrayList<>(selection.fallbacks());
        if (selection.defaultModel() != null) {
            names.add(selection.defaultModel());
        }
        for (String name : names) {
            ModelReference.parse(selection.aliases().getOrDefault(name, name))
                    .ifPresent(reference -> used.add(reference.provider()));
        }
        if (used.isEmpty()) {
            providers.forEach(status -> used.add(status.provider()));
        }
        return used;
    }
}
