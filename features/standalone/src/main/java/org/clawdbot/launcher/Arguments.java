package org.clawdbot.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher itself must know of a command line. Everything else is the command's own business.
 *
 * @param all the command line as it came
 * @param stateDir value of the last {@code --state-dir}, or {@code null}
 * @param command the first word that is no option, or {@code null}
 * @param afterCommand what follows the command, without {@code --state-dir}
 * @param isVersion whether {@code --version} comes before any command
 */
record Arguments(
        List<String> all,
        @Nullable String stateDir,
        @Nullable String command,
        List<String> afterCommand,
        boolean isVersion) {

    private static final String END_OF_OPTIONS = "--";

    static Arguments parse(String... args) {
        List<String> all = List.of(args);
        ArgumentsReader reader = new ArgumentsReader();
        int position = 0;
        while (position < all.size() && !all.get(position).equals(END_OF_OPTIONS)) {
            position += reader.read(all, position);
        }
        reader.rest(all.subList(position, all.size()));
        return reader.result(all);
    }

    /** Tells whether the host is to stay; help on that command is a command of its own. */
    boolean isRun() {
        return "run".equals(command) && !afterCommand.contains("--help") && !afterCommand.contains("-h");
    }
}
