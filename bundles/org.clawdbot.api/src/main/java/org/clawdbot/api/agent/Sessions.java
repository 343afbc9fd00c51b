package org.clawdbot.api.agent;

import java.util.List;
import java.util.Optional;
import org.clawdbot.api.chat.ChatMessage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Conversations that outlive the process, by name: each turn goes on where the last one ended.
 *
 * <p>What is kept is only ever added to, message by message as it happens. Only a turn that was answered to its end is sent
 * to a model again; one that failed or was cancelled stays on record, but out of the conversation.
 *
 * <p>Safe for any number of threads and processes: turns of one session run one after the other. A name has at most 64
 * letters, digits, dots, hyphens and underscores of ASCII and begins with a letter or a digit; every method refuses any
 * other with an {@link IllegalArgumentException}.
 */
@ProviderType
public interface Sessions {

    /** The code of the notice that another turn of the session is waited for. */
    String NOTICE_BUSY = "session-busy";

    /** The code of the notice that a line at the end of the record was torn by a crash and is left out. */
    String NOTICE_TORN = "session-torn";

    /** The code of the notice that the oldest turns no longer fit into the model's window and are left out. */
    String NOTICE_CUT = "session-cut";

    /**
     * Runs one turn of a session on the calling thread; interrupting the thread ends it, also while another turn of the
     * session is waited for.
     *
     * @param name the session; begun if there is none of this name
     * @param request what to do. Its messages are added to the conversation; an instruction among them replaces that of
     *     the session. Its conversation is the session unless it names one
     * @param listener what follows the turn
     * @return the finished turn; its conversation is what was sent and answered, without what was left out
     * @throws org.clawdbot.api.error.SessionException if the record cannot be read or written, or another turn does not end
     * @throws org.clawdbot.api.error.ModelException if a request fails or is cancelled
     */
    AgentResult run(String name, AgentRequest request, AgentListener listener);

    /**
     * Lists the sessions.
     *
     * @return their names in alphabetical order
     * @throws org.clawdbot.api.error.SessionException if they cannot be listed
     */
    List<String> names();

    /**
     * Reads the conversation of a session, without waiting for a turn that is running.
     *
     * @param name the session
     * @return the conversation so far, or empty if there is no such session
     * @throws org.clawdbot.api.error.SessionException if the record cannot be read
     */
    Optional<Session> read(String name);

    /**
     * Takes the last turn out of the conversation, whether it was answered or not.
     *
     * @param name the session
     * @return what was said to the model in that turn, so that it can be said again; empty if there is no turn
     * @throws org.clawdbot.api.error.SessionException if the record cannot be read or written
     */
    List<ChatMessage> undo(String name);

    /**
     * Begins the conversation anew under the same name; the instruction stays. What was said stays on record.
     *
     * @param name the session
     * @throws org.clawdbot.api.error.SessionException if the record cannot be read or written
     */
    void clear(String name);

    /**
     * Deletes a session with everything on record.
     *
     * @param name the session
     * @return whether there was one
     * @throws org.clawdbot.api.error.SessionException if it cannot be deleted
     */
    boolean delete(String name);
}
