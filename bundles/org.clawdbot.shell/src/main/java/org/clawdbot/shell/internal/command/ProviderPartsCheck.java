package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;

/** Checks that every service which the commands use is there, and every part of each provider. */
final class ProviderPartsCheck implements SelfCheck {

    private final Parts parts;

    ProviderPartsCheck(Parts parts) {
        this.parts = parts;
    }

    @Override
    public String topic() {
        return "parts";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        missing(findings, parts.agent().isPresent(), "Agent", "org.clawdbot.agent");
        missing(findings, parts.credentials().isPresent(), "CredentialStore", "org.clawdbot.credentials.file");
        missing(findings, parts.models().isPresent(), "ChatModels", "org.clawdbot.models");
        parts.models().ifPresent(models -> {
            try {
                providers(models.providers(), findings);
            } catch (ModelException unreadable) {
                // the check of the credentials tells
            }
        });
        return findings;
    }

    private static void missing(List<Finding> findings, boolean there, String service, String bundle) {
        if (!there) {
            findings.add(
                    Finding.fail("The service " + service + " is missing", "Install and start the bundle " + bundle));
        }
    }

    private static void providers(List<ProviderStatus> providers, List<Finding> findings) {
        if (providers.isEmpty()) {
            findings.add(
                    Finding.fail("No provider is installed", "Install and start the bundles org.clawdbot.chutes.*"));
        }
        for (ProviderStatus provider : providers) {
            List<String> missing = HostStatus.missingParts(provider);
            findings.add(
                    missing.isEmpty()
                            ? Finding.ok(provider.provider() + " has all its parts: "
                                    + String.join(", ", provider.authModes()) + ", catalog "
                                    + provider.catalogSource() + ", transport")
                            : Finding.fail(
                                    provider.provider() + " lacks parts: " + String.join(", ", missing),
                                    "Install and start the bundles of " + provider.provider()));
        }
    }
}
