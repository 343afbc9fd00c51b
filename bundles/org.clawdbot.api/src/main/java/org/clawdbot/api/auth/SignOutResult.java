package org.clawdbot.api.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A profile that was forgotten, and what became of its credential at the provider.
 *
 * @param profileId the id of the profile that is no longer stored
 * @param revocation whether the provider still accepts the credential
 * @param note what the user should know or do, such as how to delete a key at the provider; null if nothing
 */
public record SignOutResult(String profileId, Revocation revocation, @Nullable String note) {

    /** Checks that all required values are there. */
    public SignOutResult {
        Objects.requireNonNull(profileId, "profileId");
        Objects.requireNonNull(revocation, "revocation");
    }

    /** Whether the provider still accepts a credential that was forgotten here. */
    public enum Revocation {
        /** The provider confirmed that it no longer accepts it. */
        REVOKED,
        /** The provider could not be told; it accepts the credential until that ends by itself. */
        FAILED,
        /** The provider offers no way to tell it; it accepts the credential as before. */
        UNSUPPORTED
    }
}
