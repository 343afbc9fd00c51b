package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.clawdbot.chutes.completions.internal.CallMarkup.LeakedCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeakedCallsTest {

    private static final Set<String> TOOLS = Set.of("look", "find");

    private static final String KIMI = "<|tool_calls_section_begin|><|tool_call_begin|>functions.look:0"
            + "<|tool_call_argument_begin|>{\"a\": 1}<|tool_call_end|><|tool_call_begin|>functions.find:1"
            + "<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>";
    private static final String DEEPSEEK_V3 = "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>look\n"
            + "```json\n{\"a\": 1}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>";
    private static final String DEEPSEEK_V31 =
            "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>look<｜tool▁sep｜>{\"a\": 1}" + "<｜tool▁call▁end｜><｜tool▁calls▁end｜>";
    private static final String HERMES = "<tool_call>\n{\"name\": \"look\", \"arguments\": {\"a\": 1}}\n</tool_call>";
    private static final String LLAMA = "<function=look>{\"a\": 1}</function>";

    private final StringBuilder said = new StringBuilder();
    private final List<LeakedCall> calls = new ArrayList<>();
    private final LeakedCalls leaked = new LeakedCalls(TOOLS, said, said::append, calls::addAll);

    static List<String> formats() {
        return List.of(
                KIMI,
                DEEPSEEK_V3,
                DEEPSEEK_V31,
                HERMES,
                LLAMA,
                KIMI.substring("<|tool_calls_section_begin|>".length()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void findsACallInEveryFormatAndShowsNothingOfIt(String format) {
        read("I look.\n" + format);

        assertThat(calls.get(0).name()).isEqualTo("look");
        assertThat(calls.get(0).arguments()).isEqualTo("{\"a\": 1}");
        assertThat(said.toString().strip()).startsWith("I look.").doesNotContain("look>", "\"a\"");
    }

    @Test
    void keepsTheIdsOfKimiAndReadsAWholeSection() {
        read(KIMI);

        assertThat(calls)
                .containsExactly(
                        new LeakedCall("functions.look:0", "look", "{\"a\": 1}"),
                        new LeakedCall("functions.find:1", "find", "{}"));
        assertThat(said).isEmpty();
    }

    @Test
    void readsSeveralCallsAndTheTextAroundThem() {
        read("one " + HERMES + "\n" + HERMES + "\n\ntwo");

        assertThat(calls).hasSize(2);
        assertThat(said).hasToString("one two");
    }

    @Test
    void argumentsMayBeTextThatHoldsJson() {
        read("<tool_call>{\"arguments\":\"{\\\"a\\\":1}\",\"name\":\"look\"}</tool_call>");

        assertThat(calls).containsExactly(new LeakedCall(null, "look", "{\"a\":1}"));
    }

    @Test
    void aCallThatSaysItsArgumentsTwiceStaysText() {
        String twice = "<tool_call>{\"name\":\"look\",\"arguments\":{\"a\":1},\"parameters\":{\"a\":2}}</tool_call>";

        read(twice);

        assertThat(calls).isEmpty();
        assertThat(said).hasToString(twice);
    }

    @Test
    void theClosingMarkMayBeMissingAtTheEnd() {
        read("<tool_call>{\"name\": \"look\", \"arguments\": {}}</tool_");

        assertThat(calls).hasSize(1);
        assertThat(said).isEmpty();
    }

    @Test
    void aReplyThatWasCutOffHasNoCallsInItsText() {
        leaked.take("<tool_call>{\"name\": \"look\", \"arguments\": {}}");
        leaked.end(false);

        assertThat(calls).isEmpty();
        assertThat(said).hasToString("<tool_call>{\"name\": \"look\", \"arguments\": {}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>{\"name\":\"delete\",\"arguments\":{}}</tool_call>",
                "<tool_call>{\"name\":\"look\",\"arguments\":{\"a\":}}</tool_call>",
                "<tool_call>{\"name\":\"look\",\"arguments\":[1]}</tool_call>",
                "<tool_call>{\"name\":\"look\"}</tool_call>",
                "<tool_call>look</tool_call>",
                "<function=delete>{}</function>",
                "<function=look>no</function>",
                "<|tool_call_begin|>functions.look:0<|tool_call_end|>",
                "<|tool_calls_section_begin|>nothing<|tool_calls_section_end|>",
                "Write `<tool_call>{\"name\":\"look\",\"arguments\":{}}</tool_call>` to call.",
                "Like so:\n```\n<function=look>{}</function>\n```\nDone.",
                "a < b and <b>bold</b> and <tool",
            })
    void whatIsNotACallBeyondDoubtStaysTextToTheLetter(String text) {
        read(text);

        assertThat(calls).isEmpty();
        assertThat(said).hasToString(text);
    }

    @Test
    void afterACodeBlockCallsAreCallsAgain() {
        read("```\ncode\n```\n" + LLAMA);

        assertThat(calls).hasSize(1);
    }

    @Test
    void nothingIsACallOnceOneCameInTheProperWay() {
        leaked.take("<tool_call>{\"name\"");
        leaked.standDown();
        leaked.take(": 1}" + LLAMA);
        leaked.end(true);

        assertThat(calls).isEmpty();
        assertThat(said).hasToString("<tool_call>{\"name\": 1}" + LLAMA);
    }

    @Test
    void holdsBackOnlyWhatMayBeAMark() {
        leaked.take("a <");
        assertThat(said).hasToString("a ");
        leaked.take("b> <tool_call>no");
        assertThat(said).hasToString("a <b> <tool_call>no");
    }

    @Test
    void aMarkThatNeverClosesDoesNotHoldTheReplyForEver() {
        leaked.take("<function=look>" + "x".repeat(300_000));

        assertThat(said.length()).isGreaterThan(300_000);
    }

    @Test
    void nothingButSpaceAfterAMarkIsNotHeldBackForLong() {
        leaked.take("<tool_call>");
        for (int i = 0; i < 300; i++) {
            leaked.take(" ");
        }

        assertThat(said.length()).isGreaterThan(100);
    }

    @Test
    void manyMarksInOneEventCostNoMoreThanTheirLength() {
        String marks = "<tool_call>{<function=look><|tool_call_begin|><".repeat(200_000);
        leaked.take(marks);
        leaked.end(true);

        assertThat(said.length()).isEqualTo(marks.length());
    }

    @Test
    void howTheTextIsCutDoesNotMatter() {
        Random random = new Random(4);
        List<String> words = List.of(
                "<tool_call>",
                "</tool_call>",
                "{\"name\":\"look\",\"arguments\":{}}",
                LLAMA,
                HERMES,
                KIMI,
                DEEPSEEK_V3,
                "<",
                "<|tool_call_begin|>",
                "<function=look>",
                "```",
                "`",
                " ",
                "\n",
                "text",
                "{");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append(words.get(random.nextInt(words.size())));
            }
            boolean complete = random.nextBoolean();
            LeakedCallsTest whole = new LeakedCallsTest();
            LeakedCallsTest cut = new LeakedCallsTest();

            whole.leaked.take(text.toString());
            whole.leaked.end(complete);
            Pieces.of(text.toString(), random).forEach(cut.leaked::take);
            cut.leaked.end(complete);

            assertThat(cut.said).as(text.toString()).hasToString(whole.said.toString());
            assertThat(cut.calls).as(text.toString()).isEqualTo(whole.calls);
            if (whole.calls.isEmpty()) {
                assertThat(whole.said).hasToString(text.toString());
            }
        }
    }

    private void read(String text) {
        leaked.take(text);
        leaked.end(true);
    }
}
