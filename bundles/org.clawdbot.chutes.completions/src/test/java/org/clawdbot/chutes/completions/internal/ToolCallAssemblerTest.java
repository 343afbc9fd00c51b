package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.clawdbot.api.chat.ToolCall;
import org.junit.jupiter.api.Test;

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
}
