package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.clawdbot.shell.internal.terminal.KeyDecoder.Characters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDecoderTest {

    /** A pause in what is typed. */
    private static final char PAUSE = '\uE000';

    @ParameterizedTest
    @CsvSource({
        "[A, UP",
        "[B, DOWN",
        "[C, RIGHT",
        "[D, LEFT",
        "OA, UP",
        "OB, DOWN",
        "[5~, PAGE_UP",
        "[6~, PAGE_DOWN",
        "[H, HOME",
        "[F, END",
        "OH, HOME",
        "OF, END",
        "[1~, HOME",
        "[4~, END",
        "[7~, HOME",
        "[8~, END",
        "[3~, DELETE",
        "[1;5A, UP",
        "[6;2~, PAGE_DOWN",
        "[200~, OTHER",
        "[Z, OTHER",
        "x, OTHER"
    })
    void knowsTheSequencesOfTheUsualTerminals(String sequence, Kind kind) throws Exception {
        assertThat(keys("\u001b" + sequence)).containsExactly(Key.of(kind), Key.of(Kind.CLOSED));
    }

    @Test
    void tellsEscapeFromTheBeginningOfASequence() throws Exception {
        assertThat(keys("\u001b" + PAUSE + "[A"))
                .containsExactly(Key.of(Kind.ESCAPE), Key.of('['), Key.of('A'), Key.of(Kind.CLOSED));
        assertThat(keys("\u001b")).containsExactly(Key.of(Kind.ESCAPE), Key.of(Kind.CLOSED));
    }

    @Test
    void readsLettersOfAllLanguagesAndControls() throws Exception {
        assertThat(keys("aß\uD83D\uDE80\r\n\t\u007f\b\u0003\u0014"))
                .containsExactly(
                        Key.of('a'),
                        Key.of('ß'),
                        Key.of(0x1F680),
                        Key.of(Kind.ENTER),
                        Key.of(Kind.ENTER),
                        Key.of(Kind.TAB),
                        Key.of(Kind.BACKSPACE),
                        Key.of(Kind.BACKSPACE),
                        Key.control('C'),
                        Key.control('T'),
                        Key.of(Kind.CLOSED));
    }

    @Test
    void survivesSequencesThatBreakOff() throws Exception {
        assertThat(keys("\u001b[" + PAUSE + "\u001bO" + PAUSE + "\uD83D" + PAUSE + "a"))
                .containsExactly(
                        Key.of(Kind.OTHER), Key.of(Kind.OTHER), Key.of(Kind.OTHER), Key.of('a'), Key.of(Kind.CLOSED));
    }

    private static List<Key> keys(String typed) throws IOException, InterruptedException {
        List<Integer> characters = new ArrayList<>(typed.chars()
                .map(c -> c == PAUSE ? Characters.NOTHING : c)
                .boxed()
                .toList());
        IntStream.range(0, 3).forEach(i -> characters.add(Characters.END));
        KeyDecoder decoder = new KeyDecoder(millis -> characters.remove(0));
        List<Key> keys = new ArrayList<>();
        do {
            keys.add(decoder.read(0));
        } while (keys.get(keys.size() - 1).kind() != Kind.CLOSED);
        return keys;
    }
}
