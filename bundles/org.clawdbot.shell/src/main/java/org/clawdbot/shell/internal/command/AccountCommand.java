package org.clawdbot.shell.internal.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code account}. */
@Command(name = "account", description = "Show who is signed in, balance, quotas and subscription.")
final class AccountCommand extends ShellCommand {

    @Option(
            names = "--profile",
            paramLabel = "ID",
            description = "The account of this credential; of the one that is used first if absent.")
    private @Nullable String profile;

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    AccountCommand(CommandContext context) {
        super(context);
    }

    /** An account and the credential it was read with. */
    private record Found(ProfileStatus profile, Account account) {}

    @Override
    protected int run() {
        List<Found> found = wanted().stream().map(this::read).toList();
        if (json) {
            Json.print(
                    out(),
                    document -> document.array(
                            "accounts", found, (entry, one) -> write(entry, one.profile(), one.account())));
            return ExitCode.DONE;
        }
        AccountText text = new AccountText(context().clock());
        found.forEach(one -> text.lines(one.profile(), one.account()).forEach(this::print));
        return ExitCode.DONE;
    }

    /** The credential that was named, or the one of each provider that is used first. */
    private List<ProfileStatus> wanted() {
        List<ProviderStatus> providers = parts().requireModels().providers();
        List<ProfileStatus> wanted = new ArrayList<>();
        for (ProviderStatus provider : providers) {
            provider.profiles().stream()
                    .filter(status -> profile == null || status.profileId().equals(profile))
                    .findFirst()
                    .ifPresent(wanted::add);
        }
        if (wanted.isEmpty() && profile != null) {
            throw CommandFailure.wrongUsage(
                    "There is no credential \"" + profile + "\"", "See: clawdbot models auth status");
        }
        if (wanted.isEmpty()) {
            throw CommandFailure.signInNeeded("Not signed in", "Sign in with: clawdbot onboard");
        }
        return wanted;
    }

    private Found read(ProfileStatus status) {
        AccountService service = Optional.ofNullable(parts().accounts().get(status.provider()))
                .orElseThrow(() -> Parts.missing("AccountService", "org.clawdbot." + status.provider() + ".account"));
        Credential credential = parts().strategy(status.provider(), status.mode())
                .orElseThrow(() -> Parts.missing("AuthStrategy", "for " + status.mode()))
                .service()
                .credential(status.profileId());
        return new Found(status, service.read(credential));
    }

    private static void write(Json json, ProfileStatus profile, Account account) {
        json.put("provider", account.provider())
                .put("profile", profile.profileId())
                .put("mode", profile.mode())
                .put("name", account.name())
                .put("id", account.id())
                .put("balance", account.balance())
                .array("quotas", account.quotas(), AccountCommand::write);
        Subscription subscription = account.subscription();
        if (subscription == null) {
            json.put("subscription", null);
        } else {
            json.object("subscription", member -> member.put("monthlyPrice", subscription.monthlyPrice())
                    .put("custom", subscription.custom())
                    .array("windows", subscription.windows(), (entry, window) -> entry.put("name", window.name())
                            .put("used", window.used())
                            .put("cap", window.cap())
                            .put("resetAt", window.resetAt())));
        }
        json.put("missing", account.missing());
    }

    private static void write(Json json, Quota quota) {
        BigDecimal limit = quota.limit();
        BigDecimal used = quota.used();
        json.put("scope", quota.scope())
                .put("limit", limit)
                .put("used", used)
                .put("remaining", limit == null || used == null ? null : limit.subtract(used))
                .put("resetAt", quota.resetAt());
    }
}
