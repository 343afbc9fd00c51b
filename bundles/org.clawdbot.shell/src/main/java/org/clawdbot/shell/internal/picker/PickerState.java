package org.clawdbot.shell.internal.picker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.clawdbot.shell.internal.picker.PickerItems.Order;
import org.clawdbot.shell.internal.picker.PickerItems.Toggle;
import org.clawdbot.shell.internal.terminal.Key;
import org.jspecify.annotations.Nullable;

/** What is typed, what of the items that leaves, and which one is selected; what keys do to it. */
final class PickerState<T> {

    /** Where the user has got to. */
    enum Outcome {
        /** Still choosing. */
        OPEN,
        /** The selected item is it. */
        CHOSEN,
        /** None of them. */
        LEFT
    }

    private static final char LEAVE = 'C';
    private static final char NEXT_ORDER = 'S';
    private static final char CLEAR = 'U';
    private static final char LESS_BY_A_WORD = 'W';

    private final PickerItems<T> all;
    private final Set<String> vocabulary = new HashSet<>();
    private final StringBuilder typed = new StringBuilder();
    private Outcome outcome = Outcome.OPEN;
    private boolean narrowed;
    private int order;
    private List<T> left;
    private int selected;
    private int top;

    PickerState(PickerItems<T> all, @Nullable T selected) {
        this.all = all;
        all.items().forEach(item -> vocabulary.addAll(all.words().apply(item)));
        this.left = remaining();
        this.selected = selected == null ? 0 : Math.max(0, left.indexOf(selected));
    }

    String typed() {
        return typed.toString();
    }

    Outcome outcome() {
        return outcome;
    }

    /** Gives whether the toggle is on. */
    boolean narrowed() {
        return narrowed;
    }

    Order<T> order() {
        return all.orders().get(order);
    }

    /** Gives the items that are left, in the order they are shown in. */
    List<T> left() {
        return left;
    }

    int selectedIndex() {
        return selected;
    }

    @Nullable
    T selected() {
        return left.isEmpty() ? null : left.get(selected);
    }

    /** Gives which item is the first one shown, when so many fit, and moves it no further than needed. */
    int top(int rows) {
        top = Math.max(0, Math.min(top, left.size() - rows));
        top = Math.min(top, selected);
        top = Math.max(top, selected - rows + 1);
        return top;
    }

    /** Does what a key is for; a page is so many rows. */
    void press(Key key, int page) {
        switch (key.kind()) {
            case CHARACTER -> {
                typed.appendCodePoint(key.character());
                filter();
            }
            case BACKSPACE -> {
                if (!typed.isEmpty()) {
                    typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
                    filter();
                }
            }
            case CONTROL -> control((char) key.character());
            case UP -> move(-1);
            case DOWN, TAB -> move(1);
            case PAGE_UP -> move(-page);
            case PAGE_DOWN -> move(page);
            case HOME -> move(-left.size());
            case END -> move(left.size());
            case ENTER -> outcome = left.isEmpty() ? Outcome.OPEN : Outcome.CHOSEN;
            case ESCAPE, CLOSED -> outcome = Outcome.LEFT;
            case DELETE, LEFT, RIGHT, OTHER, RESIZED -> {
                // nothing to do
            }
        }
    }

    private void control(char letter) {
        Toggle<T> toggle = all.toggle();
        if (toggle != null && letter == toggle.letter()) {
            narrowed = !narrowed;
            keepSelected();
            return;
        }
        switch (letter) {
            case LEAVE -> outcome = Outcome.LEFT;
            case NEXT_ORDER -> {
                order = (order + 1) % all.orders().size();
                keepSelected();
            }
            case CLEAR -> {
                typed.setLength(0);
                filter();
            }
            case LESS_BY_A_WORD -> {
                String text = typed.toString().stripTrailing();
                typed.setLength(text.lastIndexOf(' ') + 1);
                filter();
            }
            case 'P' -> move(-1);
            case 'N' -> move(1);
            default -> {
                // a letter that means nothing here
            }
        }
    }

    private void move(int rows) {
        selected = Math.max(0, Math.min(left.size() - 1, selected + rows));
    }

    /** The best match comes first. */
    private void filter() {
        left = remaining();
        selected = 0;
    }

    private void keepSelected() {
        T former = selected();
        left = remaining();
        selected = former == null ? 0 : Math.max(0, left.indexOf(former));
    }

    private record Match<T>(T item, int score) {}

    private List<T> remaining() {
        List<String> words = words();
        List<Match<T>> matches = new ArrayList<>();
        Toggle<T> toggle = all.toggle();
        for (T item : all.items()) {
            if (!narrowed || toggle == null || toggle.remains().test(item)) {
                score(item, words).ifPresent(score -> matches.add(new Match<>(item, score)));
            }
        }
        Comparator<Match<T>> wanted = Comparator.comparing(Match::item, order().comparator());
        if (order == 0) {
            wanted = wanted.thenComparing(Match::score, Comparator.reverseOrder());
        }
        matches.sort(wanted);
        return matches.stream().map(Match::item).toList();
    }

    private List<String> words() {
        String text = typed.toString().toLowerCase(Locale.ROOT).strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
    }

    /** Every word must say something of the item: be one of its words, or stand for its name. */
    private OptionalInt score(T item, List<String> wanted) {
        int sum = 0;
        for (String word : wanted) {
            if (all.words().apply(item).contains(word)) {
                continue;
            }
            OptionalInt score = vocabulary.contains(word)
                    ? OptionalInt.empty()
                    : FuzzyMatch.score(word, all.name().apply(item));
            if (score.isEmpty()) {
                return score;
            }
            sum += score.getAsInt();
        }
        return OptionalInt.of(sum);
    }
}
