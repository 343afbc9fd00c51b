package org.clawdbot.api.auth;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the user already said when asking to sign in.
 *
 * @param profileId the id under which to store the profile, or null for the strategy's usual one
 * @param secret the key to sign in with, or null to ask for it
 * @param verify whether to ask the provider if the credential is good before storing it
 * @param options what only one strategy understands, such as {@code redirect-url}
 */
public record SignInRequest(
        @Nullable String profileId, @Nullable Secret secret, boolean verify, Map<String, String> options) {

    /** Copies the options. */
    public SignInRequest {
        options = Map.copyOf(Objects.requireNonNull(options, "options"));
    }
}
