package org.clawdbot.shell.internal;

import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.error.CredentialStoreException;

/** A credential store in memory. */
public final class FakeCredentials implements CredentialStore {

    public Credentials content = Credentials.EMPTY;

    public String location = "the store";
    public CredentialStoreException failure;

    @Override
    public Credentials read() {
        if (failure != null) {
            throw failure;
        }
        return content;
    }

    @Override
    public Credentials update(UnaryOperator<Credentials> change) {
        content = change.apply(content);
        return content;
    }

    @Override
    public String location() {
        return location;
    }
}
