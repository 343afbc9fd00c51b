package org.clawdbot.shell.internal.picker;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.clawdbot.shell.internal.terminal.Line;
import org.clawdbot.shell.internal.terminal.Table;
import org.jspecify.annotations.Nullable;

/**
 * What there is to choose from, and how it is named and shown. Nothing in here changes.
 *
 * @param <T> the type of what is chosen
 * @param title what is chosen here, for the first line
 * @param status a word on where the items come from, for the right end of the first line
 * @param items the items in their usual order
 * @param name the text that typed letters stand for
 * @param words further words that a typed word may be the beginning of, in lower case
 * @param table lays items out for a width
 * @param preview describes one item for a width
 * @param toggle what can be left out, or null if nothing can
 * @param orders the orders, of which the first is the usual one
 */
public record PickerItems<T>(
        String title,
        String status,
        List<T> items,
        Function<T, String> name,
        Function<T, List<String>> words,
        BiFunction<List<T>, Integer, Table> table,
        BiFunction<T, Integer, List<Line>> preview,
        @Nullable Toggle<T> toggle,
        List<Order<T>> orders) {

    /**
     * Leaves all but some of the items out.
     *
     * @param <T> the type of the items
     * @param letter the letter that switches it, together with the control key
     * @param label what then remains, in a word or two
     * @param remains whether an item remains
     */
    public record Toggle<T>(char letter, String label, Predicate<T> remains) {}

    /**
     * An order of the items.
     *
     * @param <T> the type of the items
     * @param label the order in a word
     * @param comparator the order, or one that finds all items equal for the order they have
     */
    public record Order<T>(String label, Comparator<T> comparator) {}

    /** Copies the lists. */
    public PickerItems {
        items = List.copyOf(items);
        orders = List.copyOf(orders);
    }
}
