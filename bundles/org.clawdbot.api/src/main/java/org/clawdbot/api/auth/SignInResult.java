package org.clawdbot.api.auth;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that succeeded; the profile is stored.
 *
 * @param profileId the id of the stored profile
 * @param mode how it authenticates; see {@link org.clawdbot.api.provider.AuthMode}
 * @param verified whether the provider said that the credential is good
 * @param account the name of the account, if the provider said it
 * @param notes what the user should know, such as a scope that was not granted
 */
public record SignInResult(
        String profileId, String mode, boolean verified, @Nullable String account, List<String> notes) {

    /** Checks that all required values are there and copies the notes. */
    public SignInResult {
        Objects.requireNonNull(profileId, "profileId");
        Objects.requireNonNull(mode, "mode");
        notes = List.copyOf(notes);
    }
}
