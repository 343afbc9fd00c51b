package org.clawdbot.api.auth;

import java.net.URI;
import org.osgi.annotation.versioning.ConsumerType;

/** How a strategy talks with the user during a sign-in; implemented by whoever has a user, such as a shell. */
@ConsumerType
public interface SignInDialog {

    /**
     * Says whether there is a user who can answer.
     *
     * @return false where every question would fail
     */
    boolean interactive();

    /**
     * Tells the user something; works without a user, too.
     *
     * @param message one or more lines for a person
     */
    void show(String message);

    /**
     * Asks for a line of text.
     *
     * @param question what is asked for
     * @return the answer, stripped; may be empty
     * @throws IllegalStateException if there is no user to ask
     */
    String ask(String question);

    /**
     * Asks for a secret, which is not shown while it is typed.
     *
     * @param question what is asked for
     * @return the answer
     * @throws IllegalStateException if there is no user to ask, or the answer is blank
     */
    Secret askSecret(String question);

    /**
     * Asks a question to be answered with yes or no.
     *
     * @param question what is asked
     * @param usual the answer if the user just presses return
     * @return the answer
     * @throws IllegalStateException if there is no user to ask
     */
    boolean confirm(String question, boolean usual);

    /**
     * Opens a page in the user's browser, if there is one.
     *
     * @param page the page to open
     * @return false if no browser could be opened, so that the address must be shown instead
     */
    boolean browse(URI page);
}
