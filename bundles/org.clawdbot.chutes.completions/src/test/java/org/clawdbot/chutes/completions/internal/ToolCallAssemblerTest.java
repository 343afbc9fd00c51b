package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.clawdbot.api.chat.ToolCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallAssemblerTest {

    private final ToolCallAssembler assembler = new ToolCallAssembler();

    @Test
    void aBlankIdOrNameIsNone() {
        assembler.add(0, "a1", "calculate", "{\"x\":");
        assembler.add(0, "", "", "1}");

        assertThat(assembler.calls()).containsExactly(new ToolCall("a1", "calculate", "{\"x\":1}"));
    }

    @Test
    void theSameIdAtAnotherIndexIsAnotherCall() {
        assembler.add(0, "same", "one", "{}");
        assembler.add(1, "same", "two", "{}");

        assertThat(assembler.calls()).extracting(ToolCall::name).containsExactly("one", "two");
    }

    @Test
    void aCallThatNeverGetsAnIdIsGivenOne() {
        assembler.add(ToolCallAssembler.NO_INDEX, null, "one", "{}");

        assertThat(assembler.calls()).containsExactly(new ToolCall("call_0", "one", "{}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {ToolCallAssembler.NO_INDEX, 0})
    void callsThatHaveNeitherIdsNorIndexesAreToldApartByTheirNames(int index) {
        assembler.add(index, null, "one", "{\"x\":");
        assembler.add(index, null, "one", "1}");
        assembler.add(index, null, "one", "");
        assembler.add(index, null, "two", "{}");
        assembler.add(index, null, "two", "{\"y\":2}");

        assertThat(assembler.finished(true))
                .extracting(ToolCall::name, ToolCall::arguments)
                .containsExactly(tuple("one", "{\"x\":1}"), tuple("two", "{}"), tuple("two", "{\"y\":2}"));
        assertThat(assembler.calls()).extracting(ToolCall::id).doesNotHaveDuplicates();
    }

    @Test
    void piecesAreTakenApartByIndexHoweverTheyAreMixed() {
        assembler.add(0, "a", "one", "");
        assembler.add(1, "b", "two", "");
        assembler.add(0, null, null, "{\"x\":");
        assembler.add(1, null, null, "{\"y\":");
        assembler.add(0, null, null, "1}");
        assembler.add(1, null, null, "2}");

        assertThat(assembler.finished(true))
                .containsExactly(new ToolCall("a", "one", "{\"x\":1}"), new ToolCall("b", "two", "{\"y\":2}"));
    }

    @Test
    void anIdIsEchoedByteForByte() {
        String id = " functions.look:0\t\u00e9/+==";
        assembler.add(0, id, "look", "{}");

        assertThat(assembler.finished(true)).extracting(ToolCall::id).containsExactly(id);
    }

    @Test
    void aCallWithoutANameIsAProblemForTheModelToSolve() {
        assembler.add(0, "a", null, "{}");

        assertThat(assembler.finished(true).get(0).problem()).contains("names no tool");
    }

    @Test
    void onlyTheCallThatWasCutOffIsAProblem() {
        assembler.add(0, "a", "one", "{}");
        assembler.add(1, "b", "two", "{\"x\":");

        assertThat(assembler.finished(false))
                .extracting(call -> call.problem() != null)
                .containsExactly(false, true);
        assertThat(assembler.calls()).allMatch(call -> call.problem() == null);
    }
}
