package org.clawdbot.shell.internal.picker;

import java.io.IOException;
import java.util.Optional;
import org.clawdbot.shell.internal.picker.PickerState.Outcome;
import org.clawdbot.shell.internal.terminal.Screen;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody choose one of many items: letters filter, arrows move, Enter chooses, Escape and Ctrl-C leave.
 *
 * @param <T> the type of what is chosen
 */
public final class ListPicker<T> {

    private final PickerItems<T> items;
    private final PickerState<T> state;
    private final PickerTable<T> table;

    /** Creates a picker, with an item selected or else the first one. */
    public ListPicker(PickerItems<T> items, @Nullable T selected) {
        this.items = items;
        this.state = new PickerState<>(items, selected);
        this.table = new PickerTable<>(items);
    }

    /** Shows itself until somebody has chosen, or left without a choice. The screen is left open. */
    public Optional<T> pick(Screen screen) throws IOException, InterruptedException {
        while (state.outcome() == Outcome.OPEN) {
            PickerView<T> view = new PickerView<>(items, state, table, screen.columns(), screen.rows());
            screen.show(view.lines(), view.cursorRow(), view.cursorColumn());
            state.press(screen.read(), view.page());
        }
        return state.outcome() == Outcome.CHOSEN ? Optional.ofNullable(state.selected()) : Optional.empty();
    }
}
