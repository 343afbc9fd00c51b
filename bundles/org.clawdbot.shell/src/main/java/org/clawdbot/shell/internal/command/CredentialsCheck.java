package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;

/** Checks that the stored credentials can be read, and that nothing which was set is ignored. */
final class CredentialsCheck {

    private static final String NAME = "credentials";

    private CredentialsCheck() {}

    static List<Finding> run(Parts parts) {
        List<Finding> findings = new ArrayList<>();
        problem(parts)
                .ifPresent(problem -> findings.add(Finding.broken(
                        NAME, problem, "Mend or remove " + location(parts) + ", then sign in with: clawdbot onboard")));
        IgnoredCredential.of(parts)
                .forEach(ignored -> findings.add(Finding.warning(NAME, ignored.message(), ignored.fix())));
        return findings;
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
