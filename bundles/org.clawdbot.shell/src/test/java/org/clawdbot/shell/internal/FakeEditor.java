package org.clawdbot.shell.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.clawdbot.shell.internal.terminal.LineEditor;
import org.clawdbot.shell.internal.terminal.Screen;

/** An editor at which somebody types in memory; at the end Ctrl-D. */
public final class FakeEditor implements LineEditor {

    public final List<String> prompts = new ArrayList<>();
    public Setup setup;
    public FakeScreen screen;
    public boolean closed;
    public int interruptible;
    private final Deque<Input> inputs = new ArrayDeque<>();

    public FakeEditor type(String... lines) {
        for (String line : lines) {
            inputs.add(new Input(Input.Kind.LINE, line));
        }
        return this;
    }

    public FakeEditor interrupt(String typed) {
        inputs.add(new Input(Input.Kind.INTERRUPTED, typed));
        return this;
    }

    @Override
    public Input read(String prompt) {
        prompts.add(prompt);
        return inputs.isEmpty() ? new Input(Input.Kind.ENDED, "") : inputs.remove();
    }

    @Override
    public void interruptibly(Runnable action) {
        interruptible++;
        action.run();
    }

    @Override
    public Optional<Screen> openScreen() {
        return Optional.ofNullable(screen);
    }

    @Override
    public void close() {
        closed = true;
    }
}
