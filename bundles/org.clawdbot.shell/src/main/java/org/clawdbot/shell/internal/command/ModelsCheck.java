package org.clawdbot.shell.internal.command;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.shell.internal.Parts;

/** Checks the parts of the host, the credentials, the catalogs and the default model. */
final class ModelsCheck {

    private ModelsCheck() {}

    static List<Finding> run(Parts parts, Clock clock) {
        List<Finding> findings = new ArrayList<>();
        missing(findings, parts.agent().isPresent(), "Agent", "org.clawdbot.agent");
        missing(findings, parts.credentials().isPresent(), "CredentialStore", "org.clawdbot.credentials.file");
        Optional<ChatModels> models = parts.models();
        missing(findings, models.isPresent(), "ChatModels", "org.clawdbot.models");
        if (models.isEmpty()) {
            return findings;
        }
        HostStatus status = HostStatus.of(parts, models.get());
        if (status.providers().isEmpty() && status.credentialProblem() == null) {
            findings.add(Finding.broken("providers", "None is installed", "Install the bundles org.clawdbot.chutes.*"));
        }
        for (ProviderStatus provider : status.providers()) {
            check(provider, status, clock, findings);
        }
        if (status.catalogProblem() != null) {
            findings.add(Finding.broken(
                    "catalog", status.catalogProblem(), "Check the network and models.providers.*.baseUrl"));
        }
        findings.add(defaultModel(status));
        return findings;
    }

    private static void missing(List<Finding> findings, boolean there, String service, String bundle) {
        if (!there) {
            findings.add(
                    Finding.broken("parts", "The service " + service + " is missing", "Install and start " + bundle));
        }
    }

    private static void check(ProviderStatus provider, HostStatus status, Clock clock, List<Finding> findings) {
        String name = provider.provider();
        List<String> missing = HostStatus.missingParts(provider);
        findings.add(
                missing.isEmpty()
                        ? Finding.ok(name, "all parts are there")
                        : Finding.broken(
                                name,
                                "missing parts: " + String.join(", ", missing),
                                "Install and start the bundles of " + name));
        Optional<HostStatus.Health> best = provider.profiles().stream()
                .map(profile -> HostStatus.health(profile, clock))
                .min(Enum::compareTo);
        if (best.isEmpty() && status.credentialProblem() != null) {
            findings.add(Finding.warning(name, "whether you are signed in cannot be said", null));
        } else if (best.isEmpty() || best.get() == HostStatus.Health.EXPIRED) {
            findings.add(Finding.broken(
                    name,
                    best.isEmpty() ? "not signed in" : "the credential has expired",
                    "Sign in with: clawdbot onboard"));
        } else {
            findings.add(
                    Finding.ok(name, "signed in: " + provider.profiles().get(0).profileId()));
        }
        CatalogSnapshot catalog = status.catalogs().get(name);
        if (catalog != null) {
            String text = "catalog: " + ModelTable.describe(catalog, clock);
            findings.add(
                    catalog.stale()
                            ? Finding.warning(name, text, "Try: clawdbot models refresh")
                            : Finding.ok(name, text));
        }
    }

    private static Finding defaultModel(HostStatus status) {
        String name = "default model";
        String configured = status.selection().defaultModel();
        if (configured == null) {
            return Finding.warning(name, "none is set", "Choose one with: clawdbot models set REF");
        }
        if (status.defaultProblem() != null && status.catalogProblem() != null) {
            return Finding.warning(name, configured + " is not checked, because there is no catalog", null);
        }
        if (status.defaultProblem() != null) {
            return Finding.broken(name, status.defaultProblem(), "Choose another with: clawdbot models set REF");
        }
        return Finding.ok(name, configured + " is listed");
    }
}
