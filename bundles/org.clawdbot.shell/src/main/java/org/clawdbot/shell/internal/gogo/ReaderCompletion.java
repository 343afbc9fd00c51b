package org.clawdbot.shell.internal.gogo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.clawdbot.shell.internal.Shell;
import org.clawdbot.shell.internal.gogo.GogoCommands.Entry;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.LineReaderImpl;

/**
 * Puts completion of our commands before that of a console. Neither console lets a command of Gogo bring its own: Karaf
 * throws away what Gogo's tables say, so the one place that works in both is the reader of the line.
 */
final class ReaderCompletion implements AutoCloseable {

    private final Shell shell;
    private final Map<LineReaderImpl, Completer> former = new WeakHashMap<>();

    ReaderCompletion(Shell shell) {
        this.shell = shell;
    }

    void equip(Object reader) {
        if (reader instanceof LineReaderImpl lines && !former.containsKey(lines)) {
            Completer usual = lines.getCompleter();
            former.put(lines, usual);
            lines.setCompleter((source, line, candidates) -> {
                if (!complete(line, candidates)) {
                    usual.complete(source, line, candidates);
                }
            });
        }
    }

    /** Says whether it is one of our commands whose arguments are typed; its name the console completes itself. */
    boolean complete(ParsedLine line, List<Candidate> candidates) {
        List<String> words = line.words();
        if (line.wordIndex() == 0 || words.isEmpty()) {
            return false;
        }
        Optional<Entry> entry = GogoCommands.ENTRIES.stream()
                .filter(one -> (one.scope() + ":" + one.name()).equals(words.get(0)))
                .findFirst();
        if (entry.isEmpty()) {
            return false;
        }
        List<String> typed = new ArrayList<>(entry.get().words());
        typed.addAll(words.subList(1, line.wordIndex()));
        typed.add(
                line.word().substring(0, Math.min(line.wordCursor(), line.word().length())));
        shell.complete(typed, SessionTerminal.of(null))
                .forEach((word, description) -> candidates.add(
                        new Candidate(word, word, null, description.isEmpty() ? null : description, null, null, true)));
        return true;
    }

    @Override
    public void close() {
        former.forEach(LineReaderImpl::setCompleter);
        former.clear();
    }
}
