package org.clawdbot.api.auth;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One way to authenticate with one provider.
 *
 * <p>Registered with the service properties {@code model.provider} and {@code auth.mode}. Safe for any number of
 * threads; every method may read files, and all but {@link #profiles} may ask the provider.
 */
@ConsumerType
public interface AuthStrategy {

    /**
     * Names the strategy for a person choosing among several.
     *
     * @return a few words, such as {@code Chutes API key}
     */
    String label();

    /**
     * Lists the credentials this strategy could give now, without asking the provider.
     *
     * @return descriptions, in the order in which the strategy would try them; empty when the user must sign in
     * @throws org.clawdbot.api.error.CredentialStoreException if the stored profiles cannot be read
     */
    List<ProfileStatus> profiles();

    /**
     * Gives a credential to send, renewed first where that is due.
     *
     * @param profileId one of the ids of {@link #profiles}
     * @return the credential
     * @throws org.clawdbot.api.error.SignInRequiredException if there is none of that id, or it can no longer be renewed
     */
    Credential credential(String profileId);

    /**
     * Asks for another credential after the provider refused one with 401.
     *
     * @param refused the credential that was sent
     * @return a different credential of the same profile to try once more, or empty if the profile has none
     */
    Optional<Credential> renew(Credential refused);

    /**
     * Signs the user in and stores the profile.
     *
     * @param request what the user already said
     * @param dialog how to ask for the rest
     * @return what was stored
     * @throws org.clawdbot.api.error.SignInRequiredException if the provider refused the credential; nothing is stored
     * @throws org.clawdbot.api.error.ProviderUnavailableException if the provider could not be asked; nothing is stored
     * @throws org.clawdbot.api.error.SignInPendingException if the sign-in was begun and waits for a second step, because
     *     nobody is here to bring the answer; nothing is stored yet
     * @throws IllegalArgumentException if something is missing that cannot be asked for; the message says which flag or
     *     variable would supply it
     */
    SignInResult signIn(SignInRequest request, SignInDialog dialog);

    /**
     * Renews a credential now, whether or not that is due, in the same way as when it is due: once, for all who share it.
     *
     * @param profileId one of the ids of {@link #profiles}
     * @return how the profile stands afterwards, or empty if it holds nothing that could be renewed, such as an API key
     * @throws org.clawdbot.api.error.SignInRequiredException if there is none of that id, or it can no longer be renewed
     * @throws org.clawdbot.api.error.ProviderUnavailableException if the provider could not be asked; the profile stays
     */
    Optional<ProfileStatus> refresh(String profileId);

    /**
     * Forgets a stored profile, and revokes it at the provider where that is possible. It is forgotten even where the
     * provider cannot be told.
     *
     * @param profileId the id of the profile
     * @return what became of it at the provider, or empty if no such profile is stored
     */
    Optional<SignOutResult> signOut(String profileId);
}
