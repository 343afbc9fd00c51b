package org.clawdbot.chutes.auth.oauth.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInDialog;

/** A user at a terminal who answers questions in turn, waits when there is nothing to say, and has a browser or not. */
final class TestDialog implements SignInDialog {

    private final boolean interactive;
    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<UnaryOperator<String>> answers = new LinkedBlockingQueue<>();
    private Consumer<URI> browser;
    private volatile URI page;

    private TestDialog(boolean interactive) {
        this.interactive = interactive;
    }

    static TestDialog attended() {
        return new TestDialog(true);
    }

    static TestDialog unattended() {
        return new TestDialog(false);
    }

    TestDialog browsing(Consumer<URI> opened) {
        browser = opened;
        return this;
    }

    TestDialog answering(String... texts) {
        for (String text : texts) {
            answers.add(page -> text);
        }
        return this;
    }

    /** Answers with what the browser would show at the end of the page. */
    TestDialog pasting(UnaryOperator<String> change) {
        answers.add(open -> change.apply(new Browser().redirectOf(URI.create(open))));
        return this;
    }

    List<String> shown() {
        return List.copyOf(shown);
    }

    String text() {
        return String.join("\n", shown());
    }

    /** The page of consent, from what was shown. */
    URI page() {
        return page;
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public void show(String message) {
        shown.add(message);
        int start = message.indexOf("/idp/authorize?");
        if (start >= 0) {
            page = URI.create(message.substring(message.lastIndexOf("http://", start))
                    .lines()
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Override
    public String ask(String question) {
        shown.add(question);
        if (!interactive) {
            throw new IllegalStateException("nobody is there");
        }
        try {
            return answers.take().apply(String.valueOf(page));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted");
        }
    }

    @Override
    public Secret askSecret(String question) {
        String answer = ask(question);
        if (answer.isBlank()) {
            throw new IllegalStateException("blank");
        }
        return Secret.of(answer);
    }

    @Override
    public boolean confirm(String question, boolean usual) {
        return ask(question).startsWith("y");
    }

    @Override
    public boolean browse(URI opened) {
        if (browser == null) {
            return false;
        }
        browser.accept(opened);
        return true;
    }
}
