package org.clawdbot.models.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.auth.ProfileUsage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how credentials fared beside the profiles in the credential store, or in memory where there is none. Credentials
 * from elsewhere, such as the environment, are kept there by their id, too.
 */
final class ProfileRecords implements FitnessRecords.Home {

    private final Supplier<@Nullable CredentialStore> store;
    private volatile Map<String, ProfileUsage> memory = Map.of();

    ProfileRecords(Supplier<@Nullable CredentialStore> store) {
        this.store = store;
    }

    @Override
    public Map<String, ProfileUsage> read() {
        CredentialStore now = store.get();
        return now == null ? memory : now.read().usage();
    }

    @Override
    public void update(UnaryOperator<Map<String, ProfileUsage>> change) {
        CredentialStore now = store.get();
        if (now == null) {
            memory = change.apply(memory);
        } else {
            now.update(before -> with(before, change.apply(before.usage())));
        }
    }

    /** Also notes which profile of each provider worked last. */
    private static Credentials with(Credentials before, Map<String, ProfileUsage> usage) {
        Map<String, String> lastGood = new LinkedHashMap<>(before.lastGood());
        usage.forEach((id, record) -> before.profile(id)
                .filter(profile -> !record.equals(before.usage().get(id)))
                .filter(profile -> record.errorCount() == 0 && record.lastUsed() != null)
                .ifPresent(profile -> lastGood.put(profile.provider(), id)));
        return new Credentials(before.profiles(), before.order(), lastGood, usage);
    }
}
