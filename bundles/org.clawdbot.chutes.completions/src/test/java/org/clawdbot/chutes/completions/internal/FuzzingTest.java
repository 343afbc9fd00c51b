package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of the fuzzing: the seeds, every split of each, and mutations that are the same in every run. */
@Timeout(60)
class FuzzingTest {

    private static final Path SEEDS = Path.of("src/test/fuzz");
    private static final int MUTATIONS = 4_000;
    private static final String[] WORDS = {
        "data: ",
        "\n\n",
        "\r\n",
        "\r",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "\\u00",
        "\uFEFF",
        "<think>",
        "</think>",
        "<tool_call>",
        "{\"error\":\"x\"}",
        "\"finish_reason\":\"stop\"",
        "[DONE]",
        "1e999",
        "🌍"
    };

    @Test
    void everySplitOfEverySeedGivesTheSameEvents() throws IOException {
        List<byte[]> seeds = seeds();
        assertThat(seeds).hasSizeGreaterThan(10);

        for (byte[] seed : seeds) {
            for (int how = 0; how < 64; how++) {
                byte[] input = seed.clone();
                input[1] = (byte) how;
                attempt(input);
            }
        }
    }

    @Test
    void mutationsOfTheSeedsBreakNothing() throws IOException {
        List<byte[]> seeds = seeds();
        Random random = new Random(20_261_122);
        for (int i = 0; i < MUTATIONS; i++) {
            attempt(mutated(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed;
        for (int i = random.nextInt(6); i >= 0; i--) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + random.nextInt(8));
            byte[] put = random.nextBoolean()
                    ? WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8)
                    : new byte[] {(byte) random.nextInt(256)};
            byte[] next = Arrays.copyOf(bytes, from + put.length + bytes.length - to);
            System.arraycopy(put, 0, next, from, put.length);
            System.arraycopy(bytes, to, next, from + put.length, bytes.length - to);
            bytes = next;
        }
        return bytes;
    }

    private static void attempt(byte[] input) {
        try {
            Fuzzing.fuzzerTestOneInput(input);
        } catch (Exception | StackOverflowError e) {
            fail("Input " + HexFormat.of().formatHex(input), e);
        }
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(SEEDS)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }
}
