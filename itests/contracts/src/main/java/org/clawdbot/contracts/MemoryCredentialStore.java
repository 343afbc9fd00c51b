package org.clawdbot.contracts;

import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;

/** A credential store that forgets everything with the process. */
public final class MemoryCredentialStore implements CredentialStore {

    private Credentials stored = Credentials.EMPTY;

    @Override
    public synchronized Credentials read() {
        return stored;
    }

    @Override
    public synchronized Credentials update(UnaryOperator<Credentials> change) {
        stored = change.apply(stored);
        return stored;
    }

    @Override
    public String location() {
        return "memory";
    }
}
