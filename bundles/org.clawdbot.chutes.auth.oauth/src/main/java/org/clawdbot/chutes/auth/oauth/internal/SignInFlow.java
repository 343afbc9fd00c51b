package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.auth.SignInResult;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInPendingException;
import org.clawdbot.api.error.SignInRequiredException;

/** Leads a user from the first question to the page of consent and back with a code. */
final class SignInFlow implements AutoCloseable {

    /** Do not open a browser here; without a user this only begins the sign-in. */
    static final String NO_BROWSER = "no-browser";

    /** Finish a sign-in that was begun before with this address. */
    static final String REDIRECT_URL = "redirect-url";

    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER);

    private final OAuthSettings settings;
    private final Clients clients;
    private final ChutesIdentity identity;
    private final PendingLogins pending;
    private final SignInEnd end;
    private final Surroundings around;
    private final Set<Rendezvous> waiting = ConcurrentHashMap.newKeySet();

    SignInFlow(
            OAuthSettings settings,
            Clients clients,
            ChutesIdentity identity,
            PendingLogins pending,
            SignInEnd end,
            Surroundings around) {
        this.settings = settings;
        this.clients = clients;
        this.identity = identity;
        this.pending = pending;
        this.end = end;
        this.around = around;
    }

    SignInResult signIn(SignInRequest request, SignInDialog dialog) {
        String redirectUrl = request.options().get(REDIRECT_URL);
        return redirectUrl == null ? begin(request, dialog) : finish(redirectUrl, request);
    }

    /** Ends every sign-in that still waits. */
    @Override
    public void close() {
        waiting.forEach(Rendezvous::stop);
    }

    private SignInResult begin(SignInRequest request, SignInDialog dialog) {
        Redirect redirect = settings.redirect();
        Client client = clients.toSignIn(dialog, redirect);
        LoginAttempt login = LoginAttempt.begin(
                around.random(),
                client,
                redirect,
                settings.scopes(),
                around.clock().instant());
        URI page = identity.authorizeUrl(login);
        pending.keep(login);
        boolean browser = !isSet(request.options(), NO_BROWSER);
        if (!browser && !dialog.interactive()) {
            dialog.show("Open this address in any browser and agree:\n" + page);
            throw pending("Nobody is here to paste the answer", page, login);
        }
        Rendezvous rendezvous = new Rendezvous(login);
        waiting.add(rendezvous);
        try (rendezvous) {
            Arrival arrival = meet(rendezvous, login, redirect, dialog, page, browser && !settings.remote());
            return ended(arrival, login, client, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestCancelledException("The sign-in was cancelled", CHUTES, null);
        } finally {
            waiting.remove(rendezvous);
        }
    }

    private Arrival meet(
            Rendezvous rendezvous,
            LoginAttempt login,
            Redirect redirect,
            SignInDialog dialog,
            URI page,
            boolean browserHere)
            throws InterruptedException {
        Optional<String> deaf = listen(rendezvous, redirect);
        deaf.ifPresent(dialog::show);
        dialog.show("Sign in to Chutes in the browser; it comes back to " + redirect.text() + "\nOpen: " + page);
        if (deaf.isPresent() && !dialog.interactive()) {
            throw pending(deaf.get(), page, login);
        }
        boolean opened = browserHere && dialog.browse(page);
        if (!opened && deaf.isEmpty()) {
            dialog.show("If your browser runs on another machine, type this there first:\n" + redirect.sshLine());
        }
        if (dialog.interactive()) {
            rendezvous.prompt(dialog);
        }
        return rendezvous
                .await(settings.waiting().callback(), settings.waiting().paste())
                .orElseThrow(() -> new SignInRequiredException(
                        "sign-in-timeout",
                        "The sign-in was given up: no answer came from the browser in time; start it again, or finish it"
                                + " within " + PendingLogins.LIFE.toMinutes()
                                + " minutes of its beginning with --redirect-url URL",
                        CHUTES,
                        null));
    }

    /** Gives the reason if nothing can listen; the server matches the redirect exactly, so no other port will do. */
    private static Optional<String> listen(Rendezvous rendezvous, Redirect redirect) {
        try {
            rendezvous.listen(redirect);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("Cannot wait for the browser at " + redirect.text() + " (" + e.getMessage()
                    + "); the browser will show an error at the end, and the address it shows is what counts");
        }
    }

    private SignInResult ended(Arrival arrival, LoginAttempt login, Client client, SignInRequest request) {
        try {
            SignInResult result = answered(arrival.answer(), login, client, request);
            String who = result.account() == null ? "" : " as " + result.account();
            arrival.page().complete(CallbackPage.signedIn(who));
            return result;
        } catch (ModelException e) {
            arrival.page().complete(CallbackPage.failed(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private SignInResult finish(String redirectUrl, SignInRequest request) {
        try {
            Secret state = RedirectReader.stateOf(redirectUrl);
            LoginAttempt login = pending.find(state)
                    .orElseThrow(() -> new SignInRequiredException(
                            "no-pending-sign-in",
                            "No sign-in waits for this address: it was finished, begun more than "
                                    + PendingLogins.LIFE.toMinutes() + " minutes ago, or begun elsewhere; begin again"
                                    + " with --no-browser",
                            CHUTES,
                            null));
            RedirectAnswer answer = RedirectReader.pasted(redirectUrl, login.state());
            return answered(answer, login, clients.known(login.clientId()), request);
        } catch (UnusableRedirectException e) {
            throw new IllegalArgumentException(
                    "--redirect-url needs the whole address at which the browser ended: " + e.reason());
        }
    }

    /** From here on the code is used up, and so is the sign-in. */
    private SignInResult answered(RedirectAnswer answer, LoginAttempt login, Client client, SignInRequest request) {
        pending.forget(login);
        if (answer instanceof RedirectAnswer.Code code) {
            return end.exchange(code.code(), login, client, request.profileId());
        }
        throw IdentityErrors.denied((RedirectAnswer.Denied) answer);
    }

    /** Nobody is signed in yet, so it is no result; but all is well, and a second step ends it. */
    private static SignInPendingException pending(String reason, URI page, LoginAttempt login) {
        return new SignInPendingException(
                reason + "; once the browser shows the last address, finish within " + PendingLogins.LIFE.toMinutes()
                        + " minutes with --redirect-url URL",
                page,
                login.begun().plus(PendingLogins.LIFE),
                CHUTES);
    }

    private static boolean isSet(Map<String, String> options, String name) {
        String value = options.get(name);
        return value != null && !value.equalsIgnoreCase("false");
    }
}
