package org.clawdbot.api.account;

import org.clawdbot.api.auth.Credential;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Asks a provider about the account behind a credential.
 *
 * <p>Registered with the service property {@code model.provider}. Safe for any number of threads; nothing is kept between
 * calls.
 */
@ConsumerType
public interface AccountService {

    /**
     * Reads the account and waits for the answers, for a bounded time.
     *
     * @param credential whose account
     * @return what the provider says; what this credential may not read is absent and named in {@link Account#missing}
     * @throws org.clawdbot.api.error.SignInRequiredException if the provider refuses the credential, or it may not read
     *     the account at all
     * @throws org.clawdbot.api.error.ModelException if the provider cannot be asked
     */
    Account read(Credential credential);
}
