package org.clawdbot.shell.internal;

import java.util.ArrayList;
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
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInRequiredException;

/** A way to sign in that takes every key but {@link #REFUSED}. */
public final class FakeStrategy implements AuthStrategy {

    public static final String GOOD = "cpk_good.0123456789.abcdefghijklmnop";
    public static final String REFUSED = "cpk_refused.0123456789.abcdefghijk";

    public final List<SignInRequest> requests = new ArrayList<>();
    public final List<Secret> keys = new ArrayList<>();
    public final List<ProfileStatus> profiles = new ArrayList<>();
    public final List<String> refreshed = new ArrayList<>();
    public ProfileStatus afterRefresh;
    public ModelException refreshFailure;
    public ModelException signInFailure;
    public SignOutResult.Revocation revocation = SignOutResult.Revocation.UNSUPPORTED;
    public String revocationNote;
    private final String mode;

    public FakeStrategy(String mode) {
        this.mode = mode;
    }

    @Override
    public String label() {
        return "Chutes " + mode;
    }

    @Override
    public List<ProfileStatus> profiles() {
        return List.copyOf(profiles);
    }

    @Override
    public Credential credential(String profileId) {
        return new Credential("chutes", profileId, mode, Secret.of(GOOD), null);
    }

    @Override
    public Optional<Credential> renew(Credential refused) {
        return Optional.empty();
    }

    @Override
    public SignInResult signIn(SignInRequest request, SignInDialog dialog) {
        requests.add(request);
        if (signInFailure != null) {
            throw signInFailure;
        }
        Secret key = request.secret() == null && mode.equals("api-key")
                ? dialog.askSecret("Chutes API key:")
                : request.secret();
        if (key != null && key.reveal().equals(REFUSED) && request.verify()) {
            throw new SignInRequiredException("key-refused", "Chutes refused the API key", ErrorDetails.NONE, null);
        }
        keys.add(key);
        String id = request.profileId() == null ? "chutes:default" : request.profileId();
        return new SignInResult(id, mode, request.verify(), request.verify() ? "alice" : null, List.of());
    }

    @Override
    public Optional<ProfileStatus> refresh(String profileId) {
        if (refreshFailure != null) {
            throw refreshFailure;
        }
        refreshed.add(profileId);
        return Optional.ofNullable(afterRefresh);
    }

    @Override
    public Optional<SignOutResult> signOut(String profileId) {
        return profiles.removeIf(profile -> profile.profileId().equals(profileId))
                ? Optional.of(new SignOutResult(profileId, revocation, revocationNote))
                : Optional.empty();
    }
}
