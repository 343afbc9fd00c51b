package org.clawdbot.chutes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows found by their likeness to the row before must be those that the parser alone finds, in every document. */
class ListReaderTest {

    private static final String ROW =
            """
            {"id":"v-%1$d/Model-%1$d","object":"model","created":178739113%1$d,"owned_by":"sglang","root":"v/Model-%1$d",
             "parent":null,"chute_id":"00000000-0000-4000-8000-00000000000%1$d","confidential_compute":true,
             "max_model_len":262144,"context_length":13107%1$d,"max_output_length":65536,
             "input_modalities":["text","image"],"output_modalities":["text"],"quantization":"fp8",
             "supported_features":["tools","reasoning"],"permission":[{"id":"perm-%1$d","x":[%1$d,{"y":null}]}],"x":{"y":{"id":%1$d}},
             "supported_sampling_parameters":["temperature","top_p"],
             "pricing":{"prompt":0.104,"completion":0.416,"input_cache_read":0.0103},
             "price":{"input":{"usd":0.104,"tao":0.0004},"output":{"usd":0.416,"tao":1.%1$de-05}}}""";

    private static final String OLD_ROW =
            """
            {"created":1753434507,"id":"old/%1$d","max_model_len":16384%1$d,"object":"model","owned_by":"sglang",
             "price":{"tao":0.0006634687744769299,"usd":0.2721%1$d},"root":"old/%1$d"}""";

    private static final List<String> VALUES = List.of(
            "\"a\"",
            "\"\"",
            "\" b \"",
            "\"\\u0061\"",
            "\"\\n\"",
            "\"\\x\"",
            "\"é\"",
            "\"\u0001\"",
            "\"open",
            "7",
            "0",
            "-0",
            "-1",
            "01",
            "-",
            "1.",
            ".5",
            "1.50",
            "16384.0",
            "1e5",
            "1e",
            "1e+",
            "6.3e-05",
            "1e+999",
            "1E1000",
            "1E-3",
            "1e400",
            "1e99999999999",
            "1e2147483647",
            "1e-2147483647",
            "99999999999999999999",
            "1".repeat(41),
            "1".repeat(401),
            "true",
            "false",
            "null",
            "nul",
            "nulls",
            "True",
            "[]",
            "[ ]",
            "[1,]",
            "[,]",
            "[\"text\"]",
            "[ \"text\" ,\t7, null ]",
            "[\"a\",\"a\",\"b\"]",
            "[[\"a\"],{\"y\":[1]},\"c\"]",
            "[\"é\"]",
            "[\"text\"",
            "{}",
            "{\"usd\":0.5}",
            "{\"usd\":{\"usd\":1}}",
            "{\"prompt\":1,\"prompt\":2}",
            "{\"input\":{\"usd\":3}}",
            "{\"a\":".repeat(70) + "1" + "}".repeat(70),
            "[".repeat(61) + "]".repeat(61),
            "[".repeat(63) + "]".repeat(63),
            "\"}\"",
            "\"},{\"",
            "\"" + "a".repeat(600) + "\"",
            "/* */1",
            "NaN",
            "1 2",
            "\n5\r\n",
            "\"x\",\"id\":\"z\"");

    private static final String COMPACT = list(false, ROW, ROW, ROW, ROW, ROW);
    private static final String ON_LINES = list(true, ROW, ROW, ROW, ROW, ROW);
    private static final String MIXED = list(false, ROW, OLD_ROW, OLD_ROW, ROW, ROW, OLD_ROW, ROW);

    private static String list(boolean lines, String... rows) {
        List<String> numbered = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            String text = rows[row].formatted(row);
            numbered.add(lines ? text : text.replace("\n ", ""));
        }
        return "{\"object\":\"list\",\"data\":[" + String.join(lines ? ",\n" : ",", numbered) + "]}";
    }

    static Stream<String> documents() {
        return Stream.of(
                COMPACT,
                ON_LINES,
                MIXED,
                COMPACT.replace("\"object\":\"model\"", "\"id\":\"b\",\"root\":\"r\""),
                COMPACT.replace("\"price\"", "\"was\"").replace("\"object\":\"model\"", "\"price\":{\"usd\":7}"),
                COMPACT.replace("\"pricing\":", "\"was\":"),
                COMPACT.replace(":", " : ").replace(",", " ,\n\t "),
                ON_LINES.replace("\n", "\r\n"),
                COMPACT.substring(COMPACT.indexOf('['), COMPACT.lastIndexOf('}')),
                COMPACT.replace("{\"object\":\"list\",", "{") + " \n",
                "[{},{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\",\"root\":\"r\"}]",
                COMPACT.replace("\"data\":[", "\"data\":[{},7,[{}],null,").replace("\"root\"", "\"ro\\u006Ft\""));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void agreesAboutADocumentThatEndsAtAnyByte(String document) {
        byte[] whole = bytes(document);
        for (int length = 0; length <= whole.length; length++) {
            agrees(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void readsTheSameHoweverTheDocumentArrives(String document) {
        byte[] whole = bytes(document);
        Object expected = alone(whole);
        for (int first = 0; first <= whole.length; first++) {
            InputStream twoParts = new SequenceInputStream(
                    new ByteArrayInputStream(whole, 0, first),
                    new ByteArrayInputStream(whole, first, whole.length - first));
            assertThat(outcome(twoParts, ListReader.SHAPES)).isEqualTo(expected);
        }
        assertThat(outcome(inPieces(whole, 1), ListReader.SHAPES)).isEqualTo(expected);
        assertThat(outcome(inPieces(whole, 7), ListReader.SHAPES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void agreesAboutBytesThatWereChanged(String document) {
        Random random = new Random(20261123);
        byte[] whole = bytes(document);
        byte[] usual = bytes("\"\\{}[]:,.-+eE019 tfn\n\r\tab/\0\u0001é");
        for (int i = 0; i < 4_000; i++) {
            byte[] changed = whole;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                byte b = random.nextInt(4) == 0 ? (byte) random.nextInt() : usual[random.nextInt(usual.length)];
                int at = random.nextInt(changed.length);
                int from = random.nextInt(changed.length);
                changed = switch (random.nextInt(4)) {
                    case 0 -> spliced(changed, at, at + 1, b);
                    case 1 -> spliced(changed, at, at, b);
                    case 2 -> spliced(changed, at, at + 1);
                    default ->
                        spliced(
                                changed,
                                at,
                                at,
                                Arrays.copyOfRange(changed, from, Math.min(changed.length, from + 30)));
                };
            }
            agrees(changed);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void agreesAboutMembersThatSayAnythingElse(String document) {
        Random random = new Random(20261124);
        for (int i = 0; i < 4_000; i++) {
            String changed = document;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int colon = changed.indexOf(':', random.nextInt(changed.length()));
                int end = colon < 0 ? -1 : changed.indexOf(',', colon);
                if (end > 0) {
                    String value = VALUES.get(random.nextInt(VALUES.size()));
                    changed = changed.substring(0, colon + 1) + value + changed.substring(end);
                }
            }
            agrees(bytes(changed));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void agreesAboutMembersInAnotherOrderAndTooManyOrTooFew(String document) {
        Random random = new Random(20261125);
        String[] parts = document.split(",", -1);
        for (int i = 0; i < 2_000; i++) {
            List<String> changed = new ArrayList<>(List.of(parts));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                String part = changed.remove(random.nextInt(changed.size()));
                for (int times = random.nextInt(3); times > 0; times--) {
                    changed.add(random.nextInt(changed.size() + 1), part);
                }
            }
            agrees(bytes(String.join(",", changed)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
    void agreesWhateverTheEncoding(String charset) {
        String document = COMPACT.replace("Model-3", "Modèle-3");

        agrees(document.getBytes(Charset.forName(charset)));
        agrees(("\uFEFF" + document).getBytes(Charset.forName(charset)));
    }

    @Test
    void agreesAboutRowsThatAreLongerThanTheWindow() {
        String note = "\"note\":\"" + "a".repeat(ListInput.WINDOW) + "\",\"id\"";
        for (String lines : List.of(COMPACT, ON_LINES)) {
            agrees(bytes(lines.replace("\"id\":\"v-2", note + ":\"v-2")));
            agrees(bytes(lines.replace("\"id\"", note)));
            agrees(bytes(lines.replace("\"id\"", note).replaceAll("]}$", ",oops]}")));
        }
    }

    @Test
    void agreesAboutRowsThatBecomeLongAndShortAgain() {
        String[] rows = new String[200];
        Arrays.fill(rows, ROW);
        String list = list(true, rows);
        for (int length : new int[] {2_000, 8_000, 16_000, 31_000}) {
            String name = "v-1" + "x".repeat(length);
            agrees(bytes(list.replace("\"v-10/", '"' + name + '/').replace("\"v-150/", '"' + name + '/')));
            agrees(bytes(list.replace("\"root\":\"v/Model-100", "\"note\":\"" + name + "\",\"root\":\"v/Model-100")));
        }
    }

    @Test
    void agreesAboutMoreShapesThanItRemembers() {
        for (int count : new int[] {2, 4, 5, 7}) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 60; row++) {
                int shape = row % 8 < 4 ? row % count : row / 8 % count;
                rows.add("{\"id\":\"m-%d\",%s\"root\":\"r-%d\"}"
                        .formatted(row, "\"x%d\":%d,".formatted(shape, row), row));
            }
            String list = "[" + String.join(",\n", rows) + "]";
            agrees(bytes(list));
            agrees(bytes(list.replace("r-57\"", "r-57")));
        }
    }

    @Test
    void agreesAboutWhatComesAfterItHasGivenUp() {
        String[] rows = new String[90];
        Arrays.fill(rows, ROW);
        for (int row = 5; row < 80; row++) {
            rows[row] = ROW.replace("\"sglang\"", "\"sgl\\u0061ng\"");
        }
        String list = list(true, rows);
        agrees(bytes(list));
        for (int row : new int[] {3, 40, 70, 85}) {
            agrees(bytes(list.replace("v/Model-" + row + '"', "v/Model-" + row)));
            agrees(bytes(list.replace("v-" + row + "/", "v-" + row + "\n/")));
        }
    }

    @Test
    void agreesAboutAListThatIsMuchLongerThanTheWindow() {
        String[] rows = new String[400];
        Arrays.fill(rows, ROW);
        Arrays.fill(rows, 100, 105, OLD_ROW);
        for (boolean lines : new boolean[] {false, true}) {
            String list = list(lines, rows);
            agrees(bytes(list));
            agrees(bytes(list.replace("Model-77\"", "\\u004Dodel-77\"").replace("Model-399\"", "Model-\n399\"")));
            assertThat(outcome(inPieces(bytes(list), 1000), ListReader.SHAPES)).isEqualTo(alone(bytes(list)));
        }
    }

    @Test
    void rowsThatAreLikeTheOneBeforeAreTakenOutOfWhatTheParserReads() throws Exception {
        String[] rows = new String[400];
        Arrays.fill(rows, ROW);
        byte[] list = bytes(list(false, rows));
        ListInput input = new ListInput(new ByteArrayInputStream(list));

        assertThat(new ListReader("chutes", input, ListReader.SHAPES).read()).isPresent();

        assertThat(input.given()).isLessThan(list.length / 50);
    }

    @Test
    void memoryIsBoundedByTheResult() throws Exception {
        byte[] list = bytes("{\"junk\":[0" + ",1".repeat(8 * 1024 * 1024) + "],\"data\":[{\"note\":0}"
                + ",{\"note\":1}".repeat(100_000) + "]}");
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int time = 0; time < 3; time++) { // the first one also loads classes
            long before = memory.getCurrentThreadAllocatedBytes();
            Optional<ModelList> read = ModelList.read("chutes", new ByteArrayInputStream(list));
            least = Math.min(least, memory.getCurrentThreadAllocatedBytes() - before);
            assertThat(read.orElseThrow().skipped()).isEqualTo(100_001);
        }
        assertThat(least).isLessThan(256 * 1024);
    }

    @Test
    void whatCannotBeReadIsNotCalledBadJson() {
        IOException broken = new IOException("broken");
        InputStream body =
                new SequenceInputStream(new ByteArrayInputStream(bytes(COMPACT), 0, 1500), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw broken;
                    }
                });

        assertThatIOException().isThrownBy(() -> ModelList.read("chutes", body)).isSameAs(broken);
    }

    @Test
    void theColumnCountsWhatTheParserHasNotSeen() {
        String list = COMPACT.substring(0, COMPACT.length() - 2) + "oops";

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> ModelList.parse("chutes", bytes(list)))
                .withMessage("not valid JSON at line 1, column " + (list.length() - 3));
    }

    @ParameterizedTest
    @MethodSource("org.clawdbot.chutes.wire.ModelListTest#realLists")
    void agreesAboutRealLists(Path file) throws IOException {
        assumeThat(file).as("the real lists beside the project").isRegularFile();
        byte[] list = Files.readAllBytes(file);

        agrees(list);
        agrees(bytes(
                new String(list, StandardCharsets.UTF_8).replaceAll("\n *", "").replace("\": ", "\":")));
        assertThat(alone(list)).isInstanceOf(List.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] whole, int from, int to, byte... between) {
        byte[] spliced = new byte[whole.length - (to - from) + between.length];
        System.arraycopy(whole, 0, spliced, 0, from);
        System.arraycopy(between, 0, spliced, from, between.length);
        System.arraycopy(whole, to, spliced, from + between.length, whole.length - to);
        return spliced;
    }

    private static InputStream inPieces(byte[] whole, int size) {
        return new ByteArrayInputStream(whole) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(size, length));
            }
        };
    }

    private static void agrees(byte[] document) {
        assertThat(outcome(new ByteArrayInputStream(document), ListReader.SHAPES))
                .as(() -> new String(document, StandardCharsets.UTF_8))
                .isEqualTo(alone(document));
    }

    /** What the parser alone makes of it. */
    private static Object alone(byte[] document) {
        return outcome(new ByteArrayInputStream(document), 0);
    }

    private static Object outcome(InputStream document, int shapes) {
        try {
            Optional<ModelList> list = new ListReader("chutes", document, shapes).read();
            return list.isEmpty()
                    ? "no list"
                    : List.of(
                            list.get().skipped(),
                            List.copyOf(list.get().models().values()));
        } catch (JsonException e) {
            return e.getMessage();
        } catch (IOException e) {
            return e;
        }
    }
}
