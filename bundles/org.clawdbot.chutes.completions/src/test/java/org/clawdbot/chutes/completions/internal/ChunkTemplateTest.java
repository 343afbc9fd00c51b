package org.clawdbot.chutes.completions.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.chutes.completions.internal.ChunkParser.MalformedChunkException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTemplateTest {

    private static final int STREAMS = 1000;
    private static final String[] PIECES = {
        "",
        " word",
        "a",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/\\b\\f\\r\\t",
        "\\u00e9",
        "\\ud83c\\udf0d",
        "é",
        "日本",
        "🌍",
        "\\x",
        "\n",
        "\"",
        "\\",
        "\u0001",
        "{\\\"a\\\":1}",
        "\uFFFD",
        "\\\",\\\"content\\\":\\\"",
        "\",\"content\":\"twice",
        "</think>",
        "}"
    };
    private static final String[] CREATED = {
        "1771352259", "1771352260", "0", "07", "-1", "1.5", "1e3", "null", "\"x\"", ""
    };
    private static final String[] VERIFICATION = {"\"2b2b\"", "\"ffff\"", "\"\\n\"", "\"é\"", "null", "12"};
    private static final String[] SHAPES = {
        "{\"id\":\"a\",\"created\":CREATED,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"PIECE\"},\"finish_reason\":null}]}",
        "{\"id\":\"a\",\"created\":CREATED,\"choices\":[{\"delta\":{\"content\":\"PIECE\",\"reasoning_content\":null}}],"
                + "\"chutes_verification\":VERIFICATION}",
        "{\"choices\":[{\"delta\":{\"content\":\"\",\"reasoning_content\":\"PIECE\"}}],\"created\":CREATED}",
        "{\"choices\":[{\"delta\":{\"reasoning\":\"PIECE\",\"reasoning_content\":\"PIECE\"}}]}",
        "{\"choices\":[{\"delta\":{\"reasoning\":\"r\",\"content\":\"PIECE\"}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"PIECE\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":null,\"function\":{\"name\":null,\"arguments\":\"PIECE\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"PIECE\",\"function\":{\"name\":\"f\",\"arguments\":\"x\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"PIECE\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"content\": \"PIECE\"},\"finish_reason\":\"stop\"}]}",
        "{\"other\":{\"content\":\"PIECE\"},\"choices\":[{\"delta\":{\"c\\u006fntent\":\"x\"}}]}",
        "{\"choices\":[{\"delta\":{}},{\"delta\":{\"content\":\"PIECE\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"delta\":{\"content\":\"PIECE\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\" : \"PIECE\"}}]} ",
        "{\"id\":\"PIECE\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"PIECE\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
        "{\"error\":{\"created\":CREATED,\"message\":\"PIECE\"}}",
        "{\"content\":\"PIECE\",\"choices\":[{\"delta\":{\"content\" : \"x\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"PIECE\",\"content\" : \"x\"}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":{\"arguments\":\"PIECE\"}}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":{\"created\":CREATED,"
                + "\"arguments\":\"PIECE\"}}}]}}]}"
    };

    @Test
    void agreesWithAParserThatRemembersNothing() {
        Random random = new Random(16);
        for (int i = 0; i < STREAMS; i++) {
            List<byte[]> stream = stream(random);

            long seed = random.nextLong();

            Outcome templated = Outcome.ofOneParser(stream, new Random(seed));

            assertThat(templated)
                    .as(
                            "stream %s",
                            stream.stream()
                                    .map(chunk -> new String(chunk, ISO_8859_1))
                                    .toList())
                    .isEqualTo(Outcome.ofManyParsers(stream, new Random(seed)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 6, 15})
    void fitsTheNextChunkOfTheUsualShapes(int shape) {
        ChunkTemplate template = new ChunkTemplate();
        learn(template, chunk(SHAPES[shape], " word", "1771352259", "\"2b2b\""), kindOf(shape));

        assertThat(piece(template, chunk(SHAPES[shape], "\\n\\\"é", "1771352260", "\"ffff\"")))
                .isEqualTo("\n\"é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"choices\":[{\"delta\":{\"content\":\"x\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]} ",
                "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]",
                "{\"choices\":[{\"delta\":{\"content\":\"x",
                "{\"choices\":[{\"delta\":{\"content\":\"x\\",
                "{\"choices\":[{\"delta\":{\"content\":",
                ""
            })
    void leavesWhatDiffersElsewhereToTheParser(String other) {
        ChunkTemplate template = new ChunkTemplate();
        learn(template, "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}".getBytes(UTF_8), ChunkTemplate.Kind.TEXT);

        assertThat(piece(template, other.getBytes(UTF_8))).isNull();
    }

    @Test
    void leavesMalformedLettersToTheParser() {
        ChunkTemplate template = new ChunkTemplate();
        learn(template, "{\"content\":\"x\"}".getBytes(UTF_8), ChunkTemplate.Kind.TEXT);

        assertThat(piece(template, "{\"content\":\"\u00ff\"}".getBytes(ISO_8859_1)))
                .isNull();
    }

    private static ChunkTemplate.Kind kindOf(int shape) {
        return shape == 2
                ? ChunkTemplate.Kind.REASONING
                : shape == 5 || shape == 6 ? ChunkTemplate.Kind.ARGUMENTS : ChunkTemplate.Kind.TEXT;
    }

    private static void learn(ChunkTemplate template, byte[] chunk, ChunkTemplate.Kind kind) {
        template.learn(chunk, 0, chunk.length, kind);
    }

    private static @Nullable String piece(ChunkTemplate template, byte[] chunk) {
        return template.match(chunk, 0, chunk.length) == chunk.length ? template.piece() : null;
    }

    /** Some chunks of one shape, now and then one of another, and rarely a damaged one. */
    private static List<byte[]> stream(Random random) {
        List<byte[]> stream = new ArrayList<>();
        String shape = SHAPES[random.nextInt(SHAPES.length)];
        for (int i = 0; i < 12; i++) {
            if (random.nextInt(5) == 0) {
                shape = SHAPES[random.nextInt(SHAPES.length)];
            }
            byte[] chunk = chunk(shape, any(PIECES, random), any(CREATED, random), any(VERIFICATION, random));
            if (random.nextInt(40) == 0) {
                chunk[random.nextInt(chunk.length)] = (byte) random.nextInt(256);
            }
            stream.add(chunk);
        }
        return stream;
    }

    /** The first ones are the most likely. */
    private static String any(String[] values, Random random) {
        return values[random.nextInt(1 + random.nextInt(values.length))];
    }

    private static byte[] chunk(String shape, String piece, String created, String verification) {
        return shape.replace("PIECE", piece)
                .replace("CREATED", created)
                .replace("VERIFICATION", verification)
                .getBytes(UTF_8);
    }

    /** All that a stream leads to. */
    private record Outcome(List<ChatEvent> events, String end) {

        static Outcome ofOneParser(List<byte[]> stream, Random random) {
            ReplyAssembler reply = reply();
            ChunkParser parser = new ChunkParser(reply);
            return of(reply, events -> parser.repeats(events) || parsed(parser, events), reader(stream, random));
        }

        /** The obvious way: a parser for each chunk. */
        static Outcome ofManyParsers(List<byte[]> stream, Random random) {
            ReplyAssembler reply = reply();
            return of(reply, events -> parsed(new ChunkParser(reply), events), reader(stream, random));
        }

        private static Outcome of(ReplyAssembler reply, Reading reading, SseReader events) {
            String end;
            try {
                while (reading.read(events)) {
                    reply.check(ErrorDetails.NONE);
                }
                end = reply.finish(ErrorDetails.NONE).toString();
            } catch (IOException e) {
                end = e.toString();
            } catch (MalformedChunkException e) {
                end = "malformed";
            } catch (StreamBrokenException e) {
                end = e.getMessage() + e.partial();
            }
            List<ChatEvent> said = new ArrayList<>();
            for (ChatEvent event = reply.poll(); event != null; event = reply.poll()) {
                said.add(event);
            }
            return new Outcome(said, end);
        }

        private static boolean parsed(ChunkParser parser, SseReader events)
                throws IOException, MalformedChunkException {
            if (events.next() == SseReader.Found.END) {
                return false;
            }
            parser.parse(events.buffer(), events.offset(), events.length());
            return true;
        }

        /** Gives the events as a connection does: one or several at a time, whole or cut. */
        private static SseReader reader(List<byte[]> stream, Random random) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String end = random.nextInt(4) == 0 ? "\r\n\r\n" : "\n\n";
            for (byte[] chunk : stream) {
                bytes.writeBytes((random.nextInt(6) == 0 ? "data:" : "data: ").getBytes(UTF_8));
                bytes.writeBytes(chunk);
                bytes.writeBytes(end.getBytes(UTF_8));
            }
            boolean cut = random.nextBoolean();
            return new SseReader(new ByteArrayInputStream(bytes.toByteArray()) {
                @Override
                public synchronized int read(byte[] buffer, int offset, int length) {
                    return super.read(buffer, offset, Math.min(length, cut ? 1 + random.nextInt(200) : length));
                }
            });
        }

        private static ReplyAssembler reply() {
            ReplyRules rules = new ReplyRules("chutes/m", ReplyRules.ThinkingTags.MAY_OPEN, Set.of("f"), List.of());
            return new ReplyAssembler(rules, null, null);
        }
    }

    private interface Reading {
        boolean read(SseReader events) throws IOException, MalformedChunkException;
    }
}
