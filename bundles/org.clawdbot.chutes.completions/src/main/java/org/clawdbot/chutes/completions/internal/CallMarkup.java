package org.clawdbot.chutes.completions.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How families of models write tool calls, where an engine did not take them out of the text. */
enum CallMarkup {
    /** Kimi: a section of calls, each with an id that holds the name. */
    KIMI("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>") {
        @Override
        List<LeakedCall> calls(String body) {
            return kimi(body);
        }

        @Override
        boolean plausible(CharSequence text, int body, Set<String> tools) {
            return begins(text, body, "<|tool_call_begin|>");
        }
    },
    /** Kimi, one call without the section around it. */
    KIMI_CALL("<|tool_call_begin|>", "<|tool_call_end|>") {
        @Override
        List<LeakedCall> calls(String body) {
            return kimi(KIMI_CALL.begin() + body + KIMI_CALL.end());
        }
    },
    /** DeepSeek: a section of calls, in V3 with the arguments in a code block. */
    DEEPSEEK("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>") {
        @Override
        List<LeakedCall> calls(String body) {
            return each(body, "<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>", "<｜tool▁sep｜>", CallMarkup::deepSeek);
        }

        @Override
        boolean plausible(CharSequence text, int body, Set<String> tools) {
            return begins(text, body, "<｜tool▁call▁begin｜>");
        }
    },
    /** Hermes, Qwen and others: an object with name and arguments. */
    TOOL_CALL("<tool_call>", "</tool_call>") {
        @Override
        List<LeakedCall> calls(String body) {
            LeakedCall call = object(body.strip());
            return call == null ? List.of() : List.of(call);
        }

        @Override
        boolean plausible(CharSequence text, int body, Set<String> tools) {
            return begins(text, body, "{");
        }
    },
    /** Llama: the name in the tag. */
    FUNCTION("<function=", "</function>") {
        @Override
        List<LeakedCall> calls(String body) {
            int end = body.indexOf('>');
            return end < 0
                    ? List.of()
                    : List.of(new LeakedCall(
                            null,
                            body.substring(0, end).strip(),
                            body.substring(end + 1).strip()));
        }

        @Override
        boolean plausible(CharSequence text, int body, Set<String> tools) {
            return tools.stream().anyMatch(tool -> begins(text, body, tool + ">"));
        }
    };

    /**
     * A call found in a text.
     *
     * @param id its id, or null if it has none
     * @param name the name of the tool
     * @param arguments what is written as its arguments
     */
    record LeakedCall(@Nullable String id, String name, String arguments) {}

    private interface Reading {
        @Nullable
        LeakedCall call(String head, String arguments);
    }

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_SPACE = 100;

    private final String begin;
    private final String end;

    CallMarkup(String begin, String end) {
        this.begin = begin;
        this.end = end;
    }

    String begin() {
        return begin;
    }

    String end() {
        return end;
    }

    /** Reads what stands between the marks; empty if it is not a list of calls and nothing else. */
    abstract List<LeakedCall> calls(String body);

    /**
     * Says whether what follows the first mark may become a call, so that other text is not held back for long.
     *
     * @param text the text
     * @param body where in it the first mark ends
     * @param tools the names of the tools
     * @return false if it cannot
     */
    boolean plausible(CharSequence text, int body, Set<String> tools) {
        return true;
    }

    /** Says whether a text goes on, after white space, with a word or as much of it as there is. */
    private static boolean begins(CharSequence text, int from, String word) {
        int start = from;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start - from > MAX_SPACE) {
            return false;
        }
        return PartialMatch.at(text, start, word) == Math.min(word.length(), text.length() - start);
    }

    private static List<LeakedCall> kimi(String body) {
        return each(
                body, "<|tool_call_begin|>", "<|tool_call_end|>", "<|tool_call_argument_begin|>", (head, arguments) -> {
                    int colon = head.lastIndexOf(':');
                    String path = colon < 0 ? head : head.substring(0, colon);
                    return new LeakedCall(head, path.substring(path.indexOf('.') + 1), arguments);
                });
    }

    private static @Nullable LeakedCall deepSeek(String head, String rest) {
        if (!head.equals("function")) {
            return new LeakedCall(null, head, rest);
        }
        int lineEnd = rest.indexOf('\n');
        if (lineEnd < 0) {
            return null;
        }
        String block = rest.substring(lineEnd + 1).strip();
        boolean fenced = block.startsWith("```json") && block.endsWith("```") && block.length() > 10;
        return fenced
                ? new LeakedCall(
                        null,
                        rest.substring(0, lineEnd).strip(),
                        block.substring(7, block.length() - 3).strip())
                : null;
    }

    private static List<LeakedCall> each(String body, String begin, String end, String separator, Reading reading) {
        List<LeakedCall> calls = new ArrayList<>();
        String rest = body.strip();
        while (!rest.isEmpty()) {
            int close = rest.indexOf(end);
            int middle = rest.indexOf(separator);
            if (!rest.startsWith(begin) || middle < 0 || close < middle) {
                return List.of();
            }
            LeakedCall call = reading.call(
                    rest.substring(begin.length(), middle).strip(),
                    rest.substring(middle + separator.length(), close).strip());
            if (call == null) {
                return List.of();
            }
            calls.add(call);
            rest = rest.substring(close + end.length()).strip();
        }
        return calls;
    }

    /** Reads name and arguments of an object; the arguments stay exactly as they are written, and are written once. */
    private static @Nullable LeakedCall object(String text) {
        String name = null;
        String arguments = null;
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                int start = (int) json.currentTokenLocation().getCharOffset();
                if (field.equals("name") && value == JsonToken.VALUE_STRING) {
                    name = json.getText();
                } else if (field.equals("arguments") || field.equals("parameters")) {
                    if (arguments != null) {
                        return null;
                    }
                    json.skipChildren();
                    arguments = value == JsonToken.VALUE_STRING
                            ? json.getText()
                            : text.substring(start, (int) json.currentLocation().getCharOffset());
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                return null;
            }
        } catch (IOException e) {
            return null;
        }
        return name == null || arguments == null ? null : new LeakedCall(null, name, arguments);
    }
}
