package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.Parts.Strategy;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/** The credentials of a provider from which a command takes the one it is meant to work on. */
final class ProfileChoice {

    private static final String SEE = "See which there are with: clawdbot models auth status";

    private final String provider;
    private final List<Entry> entries;

    private ProfileChoice(String provider, List<Entry> entries) {
        this.provider = provider;
        this.entries = entries;
    }

    /** A credential and who looks after it. */
    record Entry(ProfileStatus status, Strategy strategy) {

        String id() {
            return status.profileId();
        }

        boolean stored() {
            return status.source() == ProfileStatus.Source.PROFILE;
        }

        boolean refreshable() {
            ProfileStatus.Grant grant = status.grant();
            return grant != null && grant.refreshable();
        }
    }

    static ProfileChoice of(Parts parts, String provider) {
        List<Entry> entries = new ArrayList<>();
        for (Strategy strategy : parts.strategies()) {
            if (strategy.provider().equals(provider)) {
                strategy.service().profiles().forEach(status -> entries.add(new Entry(status, strategy)));
            }
        }
        return new ProfileChoice(provider, entries);
    }

    ProfileChoice only(Predicate<Entry> wanted) {
        return new ProfileChoice(provider, entries.stream().filter(wanted).toList());
    }

    List<String> ids() {
        return entries.stream().map(Entry::id).toList();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Gives the first, which would be tried first. */
    Entry first() {
        if (entries.isEmpty()) {
            throw CommandFailure.failed("not-signed-in", "No credential of " + provider + " is stored", SEE);
        }
        return entries.get(0);
    }

    /** Gives the one of that id, or the only one there is. */
    Entry choose(@Nullable String id) {
        if (id != null) {
            return entries.stream()
                    .filter(entry -> entry.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> unknown(id));
        }
        if (entries.size() > 1) {
            throw CommandFailure.wrongUsage(
                    "Several credentials are stored: " + String.join(", ", ids()), "Choose one with --profile ID");
        }
        return first();
    }

    static CommandFailure unknown(String id) {
        return CommandFailure.failed("unknown-profile", "No profile \"" + id + "\" is stored", SEE);
    }
}
