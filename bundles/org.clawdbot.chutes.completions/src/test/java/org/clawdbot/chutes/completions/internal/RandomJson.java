package org.clawdbot.chutes.completions.internal;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes JSON text of every kind. */
final class RandomJson {

    private static final String[] TEXTS = {"\"\"", "\"a\"", "\"\\\"}\"", "\"<think>\"", "\"é🌍\"", "\"\\n\\u0041\\\\\""
    };
    private static final String[] OTHERS = {"null", "true", "false", "0", "-1.5e3", "12345678901234567890"};

    private RandomJson() {}

    static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        return switch (kind) {
            case 0 -> TEXTS[random.nextInt(TEXTS.length)];
            case 1 -> OTHERS[random.nextInt(OTHERS.length)];
            case 2 ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> value(random, depth - 1))
                        .collect(Collectors.joining(",", "[", "]"));
            default ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> "\"k" + i + "\":" + value(random, depth - 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }
}
