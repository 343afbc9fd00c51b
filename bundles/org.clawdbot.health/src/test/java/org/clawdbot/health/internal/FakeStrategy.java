package org.clawdbot.health.internal;

import java.util.List;
import java.util.Optional;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.auth.SignOutResult;

/** Has one key. */
final class FakeStrategy implements AuthStrategy {

    @Override
    public String label() {
        return "Fake";
    }

    @Override
    public List<ProfileStatus> profiles() {
        return List.of();
    }

    @Override
    public Credential credential(String profileId) {
        return new Credential("chutes", profileId, "api-key", Secret.of("cpk_fake-0123456789"), null);
    }

    @Override
    public Optional<Credential> renew(Credential refused) {
        return Optional.empty();
    }

    @Override
    public SignInResult signIn(SignInRequest request, SignInDialog dialog) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProfileStatus> refresh(String profileId) {
        return Optional.empty();
    }

    @Override
    public Optional<SignOutResult> signOut(String profileId) {
        return Optional.empty();
    }
}
