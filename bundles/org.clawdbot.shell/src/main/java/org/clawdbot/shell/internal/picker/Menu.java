package org.clawdbot.shell.internal.picker;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Screen;
import org.clawdbot.shell.internal.terminal.Table;
import org.clawdbot.shell.internal.terminal.Table.Column;

/** Lets somebody choose one of a few ways to go on. */
public final class Menu {

    private Menu() {}

    /**
     * A way to go on.
     *
     * @param <T> the type of what is chosen
     * @param value what choosing it gives
     * @param label what it is
     * @param description what comes of it
     */
    public record Choice<T>(T value, String label, String description) {}

    /** Shows the choices until one is chosen, or empty if somebody leaves. The first one is selected. */
    public static <T> Optional<T> choose(Screen screen, String title, List<Choice<T>> choices)
            throws IOException, InterruptedException {
        PickerItems<Choice<T>> items = new PickerItems<>(
                title,
                "",
                choices,
                Choice::label,
                choice -> List.of(),
                (shown, width) -> table(shown),
                (choice, width) -> List.of(Line.of(choice.description()), Line.EMPTY),
                null,
                List.of(new PickerItems.Order<>("", Comparator.comparing(choice -> 0))));
        return new ListPicker<>(items, null).pick(screen).map(Choice::value);
    }

    private static <T> Table table(List<Choice<T>> choices) {
        Table table = new Table(List.of(Column.flexible("", 10, 0)));
        choices.forEach(choice -> table.row(List.of(choice.label())));
        return table;
    }
}
