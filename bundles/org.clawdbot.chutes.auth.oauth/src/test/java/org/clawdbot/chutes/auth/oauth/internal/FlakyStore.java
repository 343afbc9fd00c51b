package org.clawdbot.chutes.auth.oauth.internal;

import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;

/** A store whose writes fail as often as told, and after whose changes something else happens. */
final class FlakyStore implements CredentialStore {

    private final CredentialStore store;
    private int failing;
    private Runnable after = () -> {};

    FlakyStore(CredentialStore store) {
        this.store = store;
    }

    void failWrites(int times) {
        failing = times;
    }

    void afterUpdate(Runnable work) {
        after = work;
    }

    @Override
    public Credentials read() {
        return store.read();
    }

    @Override
    public Credentials update(UnaryOperator<Credentials> change) {
        try {
            return store.update(now -> {
                Credentials changed = change.apply(now);
                if (!changed.equals(now) && failing-- > 0) {
                    throw new CredentialStoreException("the disk is full", ErrorDetails.NONE, null);
                }
                return changed;
            });
        } finally {
            after.run();
        }
    }

    @Override
    public String location() {
        return store.location();
    }
}
