package org.clawdbot.shell.internal.command;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.SignInPendingException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.shell.internal.Parts;
import org.clawdbot.shell.internal.Parts.Strategy;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/** Signs in with the strategy of a provider and a mode. */
final class SignIn {

    private static final String KEY_VARIABLE = IgnoredCredential.KEY_VARIABLE;
    private static final String NO_KEY = "No API key was given: pass --chutes-api-key KEY or set " + KEY_VARIABLE;

    private static final int TYPED_KEYS = 3;

    private final Parts parts;
    private final SignInDialog dialog;
    private final String finishing;

    /** Signs in; {@code finishing} is the command that would finish a sign-in that has to wait for the user. */
    SignIn(Parts parts, SignInDialog dialog, String finishing) {
        this.parts = parts;
        this.dialog = dialog;
        this.finishing = finishing;
    }

    /** The options of a sign-in with a browser. */
    static Map<String, String> browserOptions(boolean noBrowser, @Nullable String redirectUrl) {
        Map<String, String> options = new HashMap<>();
        if (noBrowser) {
            options.put("no-browser", "true");
        }
        if (redirectUrl != null) {
            options.put("redirect-url", redirectUrl);
        }
        return options;
    }

    /** Finds the strategy or says clearly what is missing. */
    Strategy strategy(String provider, String mode) {
        return find(provider, mode)
                .orElseThrow(() -> CommandFailure.signInNeeded(
                        "This host has no way to sign in to " + provider + " by " + mode + ": the service AuthStrategy"
                                + " with auth.mode=" + mode + " is missing",
                        "Install the bundle org.clawdbot." + provider + ".auth." + mode.replace("-", "")
                                + (mode.equals(AuthMode.OAUTH) ? ", or use --auth-choice chutes-api-key" : "")));
    }

    /** Gives what is stored for a provider, best first; nothing where it cannot be read, which a sign-in mends. */
    Optional<ProfileStatus> stored(String provider) {
        try {
            return firstStored(provider);
        } catch (CredentialStoreException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<ProfileStatus> firstStored(String provider) {
        return parts.strategies().stream()
                .filter(strategy -> strategy.provider().equals(provider))
                .flatMap(strategy -> strategy.service().profiles().stream())
                .filter(profile -> profile.source() == ProfileStatus.Source.PROFILE)
                .findFirst();
    }

    /** Keeps what is stored; a key is verified again, so that one which the provider no longer takes is noticed. */
    SignInResult keep(ProfileStatus stored, boolean verify) {
        return stored.mode().equals(AuthMode.API_KEY)
                ? again(strategy(stored.provider(), AuthMode.API_KEY), stored, verify)
                : new SignInResult(stored.profileId(), stored.mode(), false, stored.account(), List.of());
    }

    Optional<Strategy> find(String provider, String mode) {
        return parts.strategy(provider, mode);
    }

    /** Signs in by key: the one given, that of the environment, the stored one, or one typed now. */
    SignInResult byKey(String provider, @Nullable Secret given, boolean verify) {
        Strategy strategy = strategy(provider, AuthMode.API_KEY);
        Secret key = given == null ? fromEnvironment(provider) : given;
        if (key != null) {
            return run(strategy, new SignInRequest(null, key, verify, Map.of()));
        }
        if (!dialog.interactive()) {
            throw CommandFailure.signInNeeded(
                    NO_KEY, "Make a key at https://chutes.ai/app/api, then: clawdbot onboard --chutes-api-key KEY");
        }
        return byTypedKey(strategy, verify);
    }

    /** A key that is refused was mostly pasted in part, so it may be typed again. */
    private SignInResult byTypedKey(Strategy strategy, boolean verify) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(strategy, new SignInRequest(null, null, verify, Map.of()));
            } catch (SignInRequiredException refused) {
                if (attempt == TYPED_KEYS) {
                    throw refused;
                }
                dialog.show(String.valueOf(refused.getMessage()));
            }
        }
    }

    SignInResult run(Strategy strategy, SignInRequest request) {
        try {
            return strategy.service().signIn(request, dialog);
        } catch (SignInPendingException pending) {
            throw pending(pending);
        } catch (ModelException failure) {
            throw failure;
        } catch (IllegalArgumentException | IllegalStateException missing) {
            String message = missing.getMessage();
            throw CommandFailure.signInNeeded(message == null ? NO_KEY : message, null);
        }
    }

    private CommandFailure pending(SignInPendingException pending) {
        String next = finishing + " --redirect-url URL";
        Map<String, Object> signIn = new LinkedHashMap<>();
        signIn.put("state", "pending");
        signIn.put("authorizeUrl", pending.page());
        signIn.put("finishBefore", pending.finishBefore());
        signIn.put("next", next);
        return CommandFailure.signInPending(
                String.valueOf(pending.getMessage()), "Finish with: " + next, Map.of("signIn", signIn));
    }

    @Nullable
    Secret fromEnvironment(String provider) {
        return provider.equals(OnboardCommand.PROVIDER)
                ? parts.environment().get(KEY_VARIABLE).map(Keys::clean).orElse(null)
                : null;
    }

    /** Uses the stored key once more, so that a key the provider no longer takes is noticed. */
    private SignInResult again(Strategy strategy, ProfileStatus stored, boolean verify) {
        Optional<Secret> key = parts.credentials()
                .flatMap(store -> store.read().profile(stored.profileId()))
                .flatMap(Keys::of);
        if (verify && key.isPresent()) {
            return run(strategy, new SignInRequest(stored.profileId(), key.get(), true, Map.of()));
        }
        return new SignInResult(stored.profileId(), stored.mode(), false, stored.account(), List.of());
    }
}
