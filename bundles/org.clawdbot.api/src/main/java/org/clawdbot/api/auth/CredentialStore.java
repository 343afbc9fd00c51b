package org.clawdbot.api.auth;

import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps profiles. Safe for any number of threads and processes; one that crashes never leaves a half-written store. */
@ConsumerType
public interface CredentialStore {

    /**
     * Reads the store as it is now.
     *
     * @return what is stored; {@link Credentials#EMPTY} where nothing was stored yet
     * @throws org.clawdbot.api.error.CredentialStoreException if the store cannot be read
     */
    Credentials read();

    /**
     * Changes the store in one atomic step: lock, read again, change, write, unlock.
     *
     * <p>The lock holds across processes, and is held while the change runs, which may therefore ask a server for new
     * tokens. If the change throws, nothing is written and the exception reaches the caller. Must not be called from
     * within a change.
     *
     * @param change gives what is to be stored, from what is stored now; returning its argument writes nothing
     * @return what is stored afterwards, durable on disk
     * @throws org.clawdbot.api.error.CredentialStoreException if the store cannot be locked, read or written
     */
    Credentials update(UnaryOperator<Credentials> change);

    /**
     * Says where the profiles are kept, for messages.
     *
     * @return a path or another name a person understands
     */
    String location();
}
