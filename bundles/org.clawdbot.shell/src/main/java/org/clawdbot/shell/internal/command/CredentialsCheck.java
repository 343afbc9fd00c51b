package org.clawdbot.shell.internal.command;

import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.Parts;

/** Checks that the stored credentials can be read. */
final class CredentialsCheck {

    private CredentialsCheck() {}

    static List<Finding> run(Parts parts) {
        return problem(parts)
                .map(problem -> Finding.broken(
                        "credentials",
                        problem,
                        "Mend or remove " + location(parts) + ", then sign in with: clawdbot onboard"))
                .map(List::of)
                .orElse(List.of());
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
