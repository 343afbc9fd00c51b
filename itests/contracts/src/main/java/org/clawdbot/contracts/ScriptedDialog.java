package org.clawdbot.contracts;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;

/** A user who gives prepared answers; without any, nobody is there to answer. */
public final class ScriptedDialog implements SignInDialog {

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> shown = new ArrayList<>();
    private final boolean interactive;

    private ScriptedDialog(boolean interactive) {
        this.interactive = interactive;
    }

    /**
     * Makes a dialog with nobody there.
     *
     * @return the dialog
     */
    public static ScriptedDialog unattended() {
        return new ScriptedDialog(false);
    }

    /**
     * Makes a user who gives these answers in turn.
     *
     * @param answers what the user types
     * @return the dialog
     */
    public static ScriptedDialog answering(String... answers) {
        ScriptedDialog dialog = new ScriptedDialog(true);
        Collections.addAll(dialog.answers, answers);
        return dialog;
    }

    /**
     * Gives what the user was shown and asked.
     *
     * @return messages and questions in their order
     */
    public List<String> shown() {
        return shown;
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public void show(String message) {
        shown.add(message);
    }

    @Override
    public String ask(String question) {
        shown.add(question);
        if (answers.isEmpty()) {
            throw new IllegalStateException("Nobody answers: " + question);
        }
        return answers.remove();
    }

    @Override
    public Secret askSecret(String question) {
        return Secret.of(ask(question));
    }

    @Override
    public boolean confirm(String question, boolean usual) {
        String answer = ask(question);
        return answer.isEmpty() ? usual : answer.startsWith("y");
    }

    @Override
    public boolean browse(URI page) {
        shown.add(page.toString());
        return false;
    }
}
