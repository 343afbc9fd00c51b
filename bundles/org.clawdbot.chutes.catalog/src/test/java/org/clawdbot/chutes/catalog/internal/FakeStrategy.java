package org.clawdbot.chutes.catalog.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.auth.SignOutResult;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.SignInRequiredException;

/** Holds credentials that were set up beforehand; can be made to fail, or to take its time. */
final class FakeStrategy implements AuthStrategy {

    private final String mode;
    private final List<Credential> credentials = new ArrayList<>();
    private final ProfileStatus.Source source;
    private boolean failing;
    private CountDownLatch gate = new CountDownLatch(0);

    FakeStrategy(String mode, ProfileStatus.Source source, String profile, String token) {
        this.mode = mode;
        this.source = source;
        credentials.add(new Credential("chutes", profile, mode, Secret.of(token), null));
    }

    FakeStrategy failing() {
        failing = true;
        return this;
    }

    FakeStrategy taking(CountDownLatch until) {
        gate = until;
        return this;
    }

    @Override
    public String label() {
        return mode;
    }

    @Override
    public List<ProfileStatus> profiles() {
        return credentials.stream()
                .map(each -> new ProfileStatus(each.profileId(), "chutes", mode, source, null, "…", null))
                .toList();
    }

    @Override
    public Credential credential(String profileId) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failing) {
            throw new SignInRequiredException("expired", "over", ErrorDetails.ofProvider("chutes"), null);
        }
        return credentials.get(0);
    }

    @Override
    public Optional<Credential> renew(Credential refused) {
        throw new AssertionError("the list is not worth a renewal");
    }

    @Override
    public SignInResult signIn(SignInRequest request, SignInDialog dialog) {
        throw new AssertionError("the list never signs in");
    }

    @Override
    public Optional<ProfileStatus> refresh(String profileId) {
        throw new AssertionError("the list refreshes nothing on request");
    }

    @Override
    public Optional<SignOutResult> signOut(String profileId) {
        throw new AssertionError("the list never signs out");
    }
}
