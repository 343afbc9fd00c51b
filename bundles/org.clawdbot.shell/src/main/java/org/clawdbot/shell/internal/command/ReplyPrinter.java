package org.clawdbot.shell.internal.command;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.ToolRun;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.FinishReason;
import org.clawdbot.api.chat.Usage;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.terminal.Style;
import org.clawdbot.shell.internal.terminal.Terminal;

/** Prints a turn as it happens: the answer as the result, everything else beside it. */
final class ReplyPrinter implements AgentListener {

    private static final int LONGEST = 100;

    private final Terminal terminal;
    private final boolean streaming;
    private final PrintStream out;
    private final PrintStream err;
    private final Set<ChatEvent.Notice> told = new LinkedHashSet<>();
    private boolean textOpen;
    private boolean reasoningOpen;

    ReplyPrinter(Terminal terminal, boolean streaming) {
        this.terminal = terminal;
        this.streaming = streaming;
        this.out = terminal.out();
        this.err = terminal.err();
    }

    @Override
    public void onText(String text) {
        if (!streaming || text.isEmpty()) {
            return;
        }
        closeReasoning();
        out.print(terminal.onOut(text));
        if (out.checkError()) {
            // ends the turn, so that nobody pays for the rest
            throw CommandFailure.outputClosed(terminal);
        }
        textOpen = !text.endsWith("\n");
    }

    @Override
    public void onReasoning(String text) {
        if (streaming && terminal.errIsTerminal()) {
            err.print(Style.DIM.applyToMessage(terminal, terminal.onErr(text)));
            err.flush();
            reasoningOpen = true;
        }
    }

    @Override
    public void onEvent(ChatEvent event) {
        if (event instanceof ChatEvent.Notice notice && told.add(notice)) {
            // every request of a turn may say the same
            end();
            err.println(terminal.onErr("clawdbot: " + notice.message()));
        }
    }

    @Override
    public void onToolRun(ToolRun run) {
        end();
        err.println(Style.DIM.applyToMessage(
                terminal,
                terminal.onErr("[" + run.call().name() + " " + brief(run.call().arguments())
                        + (run.failed() ? " failed: " : " -> ") + brief(run.answer()) + "]")));
    }

    /** Gives what was told besides the answer, in order. */
    List<ChatEvent.Notice> notices() {
        return List.copyOf(told);
    }

    /** Ends the line that is being written, if there is one. */
    void end() {
        closeReasoning();
        if (textOpen) {
            out.println();
            out.flush();
            textOpen = false;
        }
    }

    /** Says whether the answer is not whole; and what the turn took, to somebody who watches. */
    void summary(ChatResult reply) {
        if (FinishReason.LENGTH.equals(reply.finishReason())) {
            err.println("clawdbot: the answer was cut at the token limit; raise --max-tokens");
        } else if (FinishReason.CONTENT_FILTER.equals(reply.finishReason())) {
            err.println("clawdbot: the provider withheld the rest");
        }
        Usage usage = reply.usage();
        if (!terminal.errIsTerminal() || usage == null) {
            return;
        }
        err.println(Style.DIM.applyToMessage(
                terminal,
                terminal.onErr(usage.input() + " tokens in, " + usage.output() + " out"
                        + (reply.cost() == null ? "" : ", " + SessionText.cost(reply.cost())) + ", "
                        + (reply.answeredModel() == null ? reply.requestedModel() : reply.answeredModel()))));
    }

    private void closeReasoning() {
        if (reasoningOpen) {
            err.println();
            reasoningOpen = false;
        }
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
