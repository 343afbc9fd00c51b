package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkingSplitterTest {

    /** What was thought and what was said. */
    private record Split(String thought, String said) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        <think>why</think>because         | why   | because
        \\n<think>\\nwhy\\n</think>\\n\\nso | why\\n | so
        <think></think>so                 | ''    | so
        <think>cut off                    | cut off | ''
        <think>a</thi</think>b            | a</thi | b
        <think>a</think>b</think>c        | a     | b</think>c
        <think>a</think><think>b</think>c | a     | <think>b</think>c
        plain                             | ''    | plain
        so <think>not</think> now         | ''    | so <think>not</think> now
        why</think>so                     | ''    | why</think>so
        <thin                             | ''    | <thin
        """)
    void splitsWhatBeginsWithTheTag(String text, String thought, String said) {
        assertThat(split(unescaped(text), false, false)).isEqualTo(new Split(unescaped(thought), unescaped(said)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        why</think>\\n\\nso                | why   | so
        <think>why</think>so              | why   | so
        an answer without any thinking    | ''    | an answer without any thinking
        <b>bold</b></thin                 | ''    | <b>bold</b></thin
        """)
    void splitsAtAClosingTagAloneWhereTheTemplateOpens(String text, String thought, String said) {
        assertThat(split(unescaped(text), true, false)).isEqualTo(new Split(unescaped(thought), unescaped(said)));
    }

    @Test
    void thinkingThatReachedTheLimitIsNotTakenForTheAnswer() {
        assertThat(split("so much to think", true, true)).isEqualTo(new Split("so much to think", ""));
        assertThat(split("an answer", false, true)).isEqualTo(new Split("", "an answer"));
    }

    @Test
    void textIsNotHeldBackOnceItCannotBeThinking() {
        StringBuilder said = new StringBuilder();
        ThinkingSplitter splitter = new ThinkingSplitter(false, thought -> {}, said::append);

        splitter.take("<th");
        assertThat(said).isEmpty();
        splitter.take("e");
        assertThat(said).hasToString("<the");
    }

    @Test
    void thinkingIsPassedOnAsItComes() {
        StringBuilder thought = new StringBuilder();
        ThinkingSplitter splitter = new ThinkingSplitter(false, thought::append, said -> {});

        splitter.take("<think>one ");
        splitter.take("two</");

        assertThat(thought).hasToString("one two");
    }

    @Test
    void tagsAreTextOnceThinkingCameInAFieldOfItsOwn() {
        StringBuilder said = new StringBuilder();
        ThinkingSplitter splitter = new ThinkingSplitter(true, thought -> {}, said::append);

        splitter.standDown();
        splitter.take("<think>is a tag</think>");

        assertThat(said).hasToString("<think>is a tag</think>");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void howTheTextIsCutDoesNotMatterAndTheSlowWayAgrees(boolean mayOnlyClose) {
        Random random = new Random(3);
        List<String> words = List.of("<think>", "</think>", "<", "think", ">", "/", " ", "\n", "a", "<thinkx", "🌍");
        for (int round = 0; round < 30_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i > 0; i--) {
                text.append(words.get(random.nextInt(words.size())));
            }
            boolean cutOff = random.nextBoolean();
            StringBuilder thought = new StringBuilder();
            StringBuilder said = new StringBuilder();
            ThinkingSplitter splitter = new ThinkingSplitter(mayOnlyClose, thought::append, said::append);

            Pieces.of(text.toString(), random).forEach(splitter::take);
            splitter.end(cutOff);

            assertThat(new Split(thought.toString(), said.toString()))
                    .as(text.toString())
                    .isEqualTo(slowly(text.toString(), mayOnlyClose, cutOff));
        }
    }

    private static Split split(String text, boolean mayOnlyClose, boolean cutOff) {
        StringBuilder thought = new StringBuilder();
        StringBuilder said = new StringBuilder();
        ThinkingSplitter splitter = new ThinkingSplitter(mayOnlyClose, thought::append, said::append);
        if (!text.isEmpty()) {
            splitter.take(text);
        }
        splitter.end(cutOff);
        return new Split(thought.toString(), said.toString());
    }

    private static Split slowly(String text, boolean mayOnlyClose, boolean cutOff) {
        String begun = text.stripLeading();
        boolean opened = begun.startsWith("<think>");
        String body = opened ? begun.substring("<think>".length()) : text;
        boolean holding = mayOnlyClose && !begun.isEmpty() && !"<think>".startsWith(begun);
        int close = opened || holding ? body.indexOf("</think>") : -1;
        if (close >= 0) {
            return new Split(
                    body.substring(0, close).stripLeading(),
                    body.substring(close + "</think>".length()).stripLeading());
        }
        boolean thought = opened || (holding && cutOff);
        return thought ? new Split(body.stripLeading(), "") : new Split("", text);
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }
}
