package org.clawdbot.chutes.auth.oauth.internal;

import java.util.function.Consumer;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;

/**
 * Asks the user for the address at which the browser ended, on a thread of its own, so that the answer may also come by
 * itself meanwhile.
 */
final class PastePrompt implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OAuthAuthStrategy.PID);
    private static final int MAX_TRIES = 20;
    private static final String QUESTION =
            "If the browser does not come back by itself, paste the address at which it" + " ended (or code=…&state=…)";

    private final SignInDialog dialog;
    private final Secret state;
    private final Consumer<Arrival> taker;
    private final Runnable gaveUp;
    private final Thread thread;

    private PastePrompt(SignInDialog dialog, Secret state, Consumer<Arrival> taker, Runnable gaveUp) {
        this.dialog = dialog;
        this.state = state;
        this.taker = taker;
        this.gaveUp = gaveUp;
        this.thread = new Thread(this::ask, "clawdbot-chutes-paste");
        this.thread.setDaemon(true);
    }

    /** Asks from now on, again after each bad paste. */
    static PastePrompt open(SignInDialog dialog, Secret state, Consumer<Arrival> taker, Runnable gaveUp) {
        PastePrompt prompt = new PastePrompt(dialog, state, taker, gaveUp);
        prompt.thread.start();
        return prompt;
    }

    /** Interrupts the question. A dialog that does not heed this keeps its thread until the user presses return. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void ask() {
        String question = QUESTION;
        for (int tries = 0; tries < MAX_TRIES && !Thread.currentThread().isInterrupted(); tries++) {
            String pasted;
            try {
                pasted = dialog.ask(question);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "Nobody answers the question for the address: {0}", e.getClass());
                break;
            }
            try {
                taker.accept(Arrival.of(RedirectReader.pasted(pasted, state)));
                return;
            } catch (UnusableRedirectException e) {
                question = e.reason() + ". " + QUESTION;
            }
        }
        gaveUp.run();
    }
}
