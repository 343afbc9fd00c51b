package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Map;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Style;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models status}. */
@Command(name = "status", description = "Show the default model, fallbacks, cooldowns, credentials and catalogs.")
final class ModelsStatusCommand extends ShellCommand {

    @Option(
            names = "--check",
            description = "Exit with 1 if a credential is missing or expired, with 2 if one expires within 24 hours.")
    private boolean check;

    @ArgGroup
    private OutputOptions output = new OutputOptions();

    ModelsStatusCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        HostStatus status = HostStatus.of(parts(), parts().requireModels());
        if (output.json) {
            Json.print(out(), document -> write(document, status));
        } else if (output.plain) {
            String name = status.resolved() == null ? status.selection().defaultModel() : status.resolved();
            if (name != null) {
                print(name);
            }
        } else {
            print(status);
        }
        return check ? status.worst(context().clock()).checkExitCode() : ExitCode.DONE;
    }

    private void write(Json document, HostStatus status) {
        document.put(
                        "configPath",
                        parts().configuration()
                                .map(file -> file.file().toString())
                                .orElse(null))
                .put("defaultModel", status.selection().defaultModel())
                .put("resolvedDefault", status.resolved())
                .put("problem", status.defaultProblem())
                .put("fallbacks", status.selection().fallbacks())
                .put("imageModel", status.selection().imageModel())
                .put("imageFallbacks", status.selection().imageFallbacks())
                .put("aliases", status.selection().aliases())
                .put("catalogProblem", status.catalogProblem())
                .put("credentialProblem", status.credentialProblem())
                .array("providers", status.providers(), (json, provider) -> write(json, provider, status))
                .array("cooldowns", status.cooldowns(), CooldownText::write)
                .array("ignoredCredentials", IgnoredCredential.of(parts()), (json, ignored) -> ignored.write(json))
                .put("auth", Map.of("status", status.worst(context().clock()).toString()));
    }

    private void write(Json json, ProviderStatus provider, HostStatus status) {
        json.put("provider", provider.provider())
                .put("authModes", provider.authModes())
                .put("catalogSource", provider.catalogSource())
                .put("transport", provider.transport())
                .put("teeOnly", provider.teeOnly())
                .put("missing", HostStatus.missingParts(provider))
                .array(
                        "profiles",
                        provider.profiles(),
                        (entry, profile) -> ProfileText.write(
                                entry,
                                profile,
                                HostStatus.health(profile, context().clock())));
        CatalogSnapshot catalog = status.catalogs().get(provider.provider());
        if (catalog == null) {
            json.put("catalog", null);
            return;
        }
        json.object("catalog", entry -> entry.put("source", catalog.source())
                .put("fetchedAt", catalog.fetchedAt())
                .put("stale", catalog.stale())
                .put("count", catalog.models().size())
                .put("problem", catalog.problem()));
    }

    private void print(HostStatus status) {
        parts().configuration()
                .ifPresent(file -> print("Config:    " + file.file() + (file.exists() ? "" : " (not there yet)")));
        out().println("Default:   " + describeDefault(status));
        print("Fallbacks: " + joined(status.selection().fallbacks()));
        if (status.selection().imageModel() != null) {
            print("Images:    " + status.selection().imageModel());
        }
        if (!status.selection().aliases().isEmpty()) {
            print("Aliases:   "
                    + joined(status.selection().aliases().entrySet().stream()
                            .map(entry -> entry.getKey() + " = " + entry.getValue())
                            .toList()));
        }
        String label = "Cooldowns: ";
        for (Cooldown cooldown : status.cooldowns()) {
            String line = CooldownText.line(cooldown, context().clock());
            out().println(label + Style.YELLOW.apply(terminal(), terminal().onOut(line)));
            label = " ".repeat(label.length());
        }
        if (status.credentialProblem() != null) {
            String problem = terminal().onOut("The credentials cannot be read: " + status.credentialProblem());
            out().println(Style.RED.apply(terminal(), problem + "; see: clawdbot doctor"));
        } else if (status.providers().isEmpty()) {
            out().println(Style.YELLOW.apply(terminal(), "No provider is installed."));
        }
        IgnoredCredential.of(parts()).forEach(ignored -> out().println(
                        Style.YELLOW.apply(terminal(), terminal().onOut(ignored.message()))));
        status.providers().forEach(provider -> print(provider, status));
    }

    private String describeDefault(HostStatus status) {
        String configured = status.selection().defaultModel();
        if (configured == null) {
            return "none; choose one with: clawdbot models set REF";
        }
        if (status.resolved() == null) {
            String problem = terminal().onOut("(" + status.defaultProblem() + ")");
            return terminal().onOut(configured) + "  " + Style.YELLOW.apply(terminal(), problem);
        }
        return terminal()
                .onOut(status.resolved().equals(configured) ? configured : configured + " = " + status.resolved());
    }

    private void print(ProviderStatus provider, HostStatus status) {
        out().println();
        out().println(Style.BOLD.apply(terminal(), terminal().onOut(provider.provider()))
                + (provider.teeOnly() ? "  TEE only" : ""));
        List<String> missing = HostStatus.missingParts(provider);
        if (!missing.isEmpty()) {
            out().println("  " + Style.RED.apply(terminal(), "missing parts: " + joined(missing)));
        }
        for (ProfileStatus profile : provider.profiles()) {
            print("  "
                    + ProfileText.line(
                            profile,
                            HostStatus.health(profile, context().clock()),
                            context().clock()));
        }
        if (provider.profiles().isEmpty() && status.credentialProblem() == null) {
            out().println("  " + Style.YELLOW.apply(terminal(), "not signed in; sign in with: clawdbot onboard"));
        }
        CatalogSnapshot catalog = status.catalogs().get(provider.provider());
        if (catalog != null) {
            print("  catalog: " + ModelTable.describe(catalog, context().clock()));
        } else if (status.catalogProblem() != null) {
            out().println("  "
                    + Style.YELLOW.apply(terminal(), terminal().onOut("no catalog: " + status.catalogProblem())));
        }
    }

    private static String joined(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
