package org.clawdbot.testkit.simulator.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Setting;

/** What an engine sends whose parsers for thinking or tool calls are off: all of it in the text, as the model wrote it. */
final class RawOutput {

    private static final int CHUNK_CHARS = 7;

    private RawOutput() {}

    static Answer of(Answer answer, Behaviour behaviour) {
        return withCalls(withThinking(answer, behaviour), behaviour);
    }

    private static Answer withThinking(Answer answer, Behaviour behaviour) {
        String field = behaviour.text(Setting.REASONING_FIELD, "");
        if (!field.startsWith("think") || answer.reasoning().isEmpty()) {
            return answer;
        }
        String begin = field.equals("think") ? "<think>\n" : "";
        String thinking = begin + String.join("", answer.reasoning()) + "</think>\n\n";
        List<String> text = new ArrayList<>(pieces(thinking, behaviour));
        text.addAll(answer.text());
        return answer.with(List.of(), text, answer.calls(), answer.finishReason());
    }

    private static Answer withCalls(Answer answer, Behaviour behaviour) {
        String format = behaviour.text(Setting.TOOL_FORMAT, "members");
        if (format.equals("members") || answer.calls().isEmpty()) {
            return answer;
        }
        List<String> text = new ArrayList<>(answer.text());
        text.addAll(pieces(markup(format, answer.calls()), behaviour));
        String finish = answer.finishReason().equals("tool_calls") ? "stop" : answer.finishReason();
        return answer.with(answer.reasoning(), text, List.of(), finish);
    }

    private static List<String> pieces(String text, Behaviour behaviour) {
        return Pieces.of(text, behaviour.number(Setting.CHUNK_CHARS, CHUNK_CHARS));
    }

    private static String markup(String format, List<ToolCall> calls) {
        return switch (format) {
            case "kimi" ->
                section(
                        calls,
                        "<|tool_calls_section_begin|>",
                        "<|tool_calls_section_end|>",
                        call -> "<|tool_call_begin|>" + call.id() + "<|tool_call_argument_begin|>" + call.arguments()
                                + "<|tool_call_end|>");
            case "deepseek" ->
                section(
                        calls,
                        "<｜tool▁calls▁begin｜>",
                        "<｜tool▁calls▁end｜>",
                        call -> "<｜tool▁call▁begin｜>" + call.name() + "<｜tool▁sep｜>" + call.arguments()
                                + "<｜tool▁call▁end｜>");
            case "hermes" ->
                section(
                        calls,
                        "",
                        "",
                        call -> "<tool_call>\n{\"name\": \"" + call.name() + "\", \"arguments\": " + call.arguments()
                                + "}\n</tool_call>");
            default ->
                section(calls, "", "", call -> "<function=" + call.name() + ">" + call.arguments() + "</function>");
        };
    }

    private interface Written {
        String of(ToolCall call);
    }

    private static String section(List<ToolCall> calls, String begin, String end, Written written) {
        return calls.stream().map(written::of).collect(Collectors.joining("", begin, end));
    }
}
