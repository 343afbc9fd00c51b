package org.clawdbot.shell.internal;

import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;

/** A credential store in memory. */
public final class FakeCredentials implements CredentialStore {

    public Credentials content = Credentials.EMPTY;

    @Override
    public Credentials read() {
        return content;
    }

    @Override
    public Credentials update(UnaryOperator<Credentials> change) {
        content = change.apply(content);
        return content;
    }

    @Override
    public String location() {
        return "the store";
    }
}
