package org.clawdbot.config.internal.json5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Json5EditorTest {

    @Test
    void onlyTheTouchedValueOfTheSeedChanges() {
        String changed =
                Json5Editor.set(Json5ParserTest.SEED, List.of("models", "providers", "chutes", "teeOnly"), true);

        assertThat(changed).isEqualTo(Json5ParserTest.SEED.replace("teeOnly: false //", "teeOnly: true //"));
    }

    @Test
    void missingParentsOfTheSeedAreCreatedInItsManner() {
        String changed = Json5Editor.set(
                Json5ParserTest.SEED, List.of("models", "providers", "chutes", "timeouts", "idleSeconds"), 30);
        changed = Json5Editor.set(changed, List.of("agents", "defaults", "model", "fallbacks"), List.of("a/b"));
        changed = Json5Editor.set(changed, List.of("auth", "order", "chutes"), List.of("chutes:default"));

        assertThat(changed)
                .isEqualTo(
                        """
                        {
                          env: { CHUTES_API_KEY: "sk-..." },
                          agents: { defaults: { model: { primary: "chutes/zai-org/GLM-4.7-Flash", fallbacks: ["a/b"] } } },
                          models: {
                            providers: {
                              chutes: {
                                baseUrl: "https://llm.chutes.ai/v1",
                                api: "openai-completions",
                                apiKey: "${CHUTES_API_KEY}",
                                teeOnly: false, // Set to true to filter models by Trusted Execution Environment
                                timeouts: {
                                  idleSeconds: 30
                                }
                              }
                            }
                          },
                          auth: {
                            order: {
                              chutes: ["chutes:default"]
                            }
                          }
                        }
                        """);
    }

    @Test
    void anEmptyFileIsFilledWithPlainJson() {
        String text = Json5Editor.set("{}\n", List.of("agents", "defaults", "model", "primary"), "chutes/x");
        text = Json5Editor.set(text, List.of("agents", "defaults", "models"), Map.of());
        text = Json5Editor.set(text, List.of("agents", "defaults", "models", "chutes/x", "alias"), "x \"y\" \\ \n");

        assertThat(text)
                .isEqualTo(
                        """
                        {
                          "agents": {
                            "defaults": {
                              "model": {
                                "primary": "chutes/x"
                              },
                              "models": {
                                "chutes/x": {
                                  "alias": "x \\"y\\" \\\\ \\n"
                                }
                              }
                            }
                          }
                        }
                        """);
    }

    static Stream<Arguments> setsAValueInPlace() {
        return Stream.of(
                arguments("{a:1}", "b", 2, "{a:1, b: 2}"),
                arguments("{ a: 1, }", "b", 2, "{ a: 1, b: 2, }"),
                arguments("{'a': 'x'}", "b", "it's", "{'a': 'x', 'b': 'it\\'s'}"),
                arguments("{a: 1}", "b-c", 2, "{a: 1, \"b-c\": 2}"),
                arguments("{\n\ta: 1\n}", "b", Map.of("c", 2), "{\n\ta: 1,\n\tb: {\n\t\tc: 2\n\t}\n}"),
                arguments("{\r\n    a: 1,\r\n}", "b", 2, "{\r\n    a: 1,\r\n    b: 2,\r\n}"),
                arguments("{\n  a: 1 // c\n}", "b", 2, "{\n  a: 1, // c\n  b: 2\n}"),
                arguments("{\n  a: 1, /* c */ // d\n}", "b", 2, "{\n  a: 1, /* c */ // d\n  b: 2,\n}"),
                arguments("{\n  a: 1 /* c\n  */ }", "b", 2, "{\n  a: 1,\n  b: 2 /* c\n  */ }"),
                arguments("{ a: 1 // c\n}", "b", 2, "{ a: 1, b: 2 // c\n}"),
                arguments("{a: 1\n, b: 2\n}", "c", 3, "{a: 1\n, b: 2, c: 3\n}"),
                arguments("{}", "b", 2, "{\n  \"b\": 2\n}"),
                arguments("{ /* c */ }", "b", 2, "{ /* c */ \"b\": 2 }"),
                arguments("{\n  // c\n}", "b", 2, "{\n  // c\n  \"b\": 2\n}"),
                arguments("{ // c\n}", "b", 2, "{ // c\n  \"b\": 2\n}"),
                arguments("{a: {}}", "a/b", 2, "{a: { b: 2 }}"),
                arguments("{a: []}", "a/0", 2, "{a: [2]}"),
                arguments("{\n  a: []\n}", "a/0", "x", "{\n  a: [\"x\"]\n}"),
                arguments("{a: 1, a: 2}", "a", 3, "{a: 1, a: 3}"),
                arguments("{a: 0x10}", "a", 16L, "{a: 0x10}"),
                arguments("{a: '\\x41'}", "a", "A", "{a: '\\x41'}"),
                arguments("{a: [1, 2 /* c */, 3]}", "a", List.of(1, 5, 3), "{a: [1, 5 /* c */, 3]}"),
                arguments("{a: [1, 2 /* c */]}", "a", List.of(0, 1, 2), "{a: [0, 1, 2 /* c */]}"),
                arguments("{a: [1, 2 /* c */]}", "a", List.of(1, 7, 8, 9, 2), "{a: [1, 7, 8, 9, 2 /* c */]}"),
                arguments("{a: [1, 2, 3 /* c */]}", "a", List.of(3), "{a: [3 /* c */]}"),
                arguments("{a: [1, 2]}", "a", List.of(1, 2, 3, 4), "{a: [1, 2, 3, 4]}"),
                arguments("{a: [1, 2]}", "a", List.of(), "{a: []}"),
                arguments("{a: [\n  1, // one\n  2\n]}", "a", List.of(0, 1, 2), "{a: [\n  0,\n  1, // one\n  2\n]}"),
                arguments("{a: {b: 1, /* c */ c: 2}}", "a", Map.of("c", 3), "{a: {/* c */ c: 3}}"),
                arguments("{a: {b: 1}}", "a", "x", "{a: \"x\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void setsAValueInPlace(String before, String path, Object value, String after) {
        assertThat(Json5Editor.set(before, List.of(path.split("/")), value)).isEqualTo(after);
    }

    static Stream<Arguments> removesAValueInPlace() {
        return Stream.of(
                arguments("{a: 1, b: 2}", "a", "{b: 2}"),
                arguments("{ a: 1, b: 2 }", "b", "{ a: 1 }"),
                arguments("{ a: 1, b: 2, }", "b", "{ a: 1, }"),
                arguments("{ a: 1 }", "a", "{}"),
                arguments("{\n  a: 1\n}", "a", "{}"),
                arguments("{\n  a: 1,\n  b: 2\n}", "a", "{\n  b: 2\n}"),
                arguments("{\n  a: 1,\n  b: 2\n}", "b", "{\n  a: 1\n}"),
                arguments("{\n  a: 1,\n  b: 2, // c\n}", "b", "{\n  a: 1,\n  // c\n}"),
                arguments("{\n  a: 1, // c\n  b: 2\n}", "b", "{\n  a: 1 // c\n}"),
                arguments("{\n  a: 1 /* c */ ,\n  b: 2\n}", "a", "{\n  /* c */ \n  b: 2\n}"),
                arguments("{a: 1, b: 2, a: 3}", "a", "{b: 2}"),
                arguments("{a: [1, 2, 3]}", "a/1", "{a: [1, 3]}"),
                arguments("{a: 1}", "b", "{a: 1}"),
                arguments("{a: 1}", "a/b", "{a: 1}"),
                arguments("{a: 1}", "x/y", "{a: 1}"));
    }

    @ParameterizedTest
    @MethodSource
    void removesAValueInPlace(String before, String path, String after) {
        assertThat(Json5Editor.remove(before, List.of(path.split("/")))).isEqualTo(after);
    }

    @Test
    void refusesToSetInsideAScalarOrBeyondAnArray() {
        assertThatThrownBy(() -> Json5Editor.set("{\n a: 'secret'}", List.of("a", "b"), 1))
                .isInstanceOf(Json5Exception.class)
                .hasMessage("expected an object in which \"b\" can be set, found a string");
        assertThatThrownBy(() -> Json5Editor.set("{a: [1]}", List.of("a", "2"), 1))
                .isInstanceOf(Json5Exception.class);
        assertThatThrownBy(() -> Json5Editor.set("{a: ", List.of("a"), 1)).isInstanceOf(Json5Exception.class);
    }

    @Test
    void whateverIsWrittenReadsBackTheSame() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "'\"\\\0\u0001\u2028\u2029\uFEFF\uD83D😀\r\n\t\u007F");
        value.put("numbers", List.of(0, -1, 1L << 40, 1.5, Double.NaN, Double.NEGATIVE_INFINITY, 1e300));
        value.put("long", List.of("x".repeat(50), "y".repeat(50)));
        value.put("deep", List.of(List.of(), Map.of(), List.of(Map.of("k", List.of(true, false)))));
        value.put("", Map.of("0", 1, "true", 2));

        for (String text : List.of("{}", "{a: 'x'}", "{\n\t\"a\": {}\n}", "[]")) {
            List<String> path = List.of(text.equals("[]") ? "0" : "new");
            Json5Node root = Json5Parser.parse(Json5Editor.set(text, path, value));
            assertThat(Json5Editor.find(root, path).orElseThrow().toValue()).isEqualTo(value);
        }
    }

    /** Random documents, random edits: the value tree is as asked for and no comment is lost or moved past another. */
    @Test
    void randomEditsGiveWhatWasAskedForAndKeepEveryComment() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Noise noise = new Noise(random);
            String before = noise.gap() + noise.object(0) + noise.gap();
            Object tree = Json5Parser.parse(before).toValue();
            List<String> path = noise.path(tree);
            boolean remove = random.nextInt(3) == 0;
            Object value = random.nextBoolean() ? (Object) random.nextInt(100) : Map.of("n", List.of("v", 1));

            String after = remove ? Json5Editor.remove(before, path) : Json5Editor.set(before, path, value);

            assertThat(Json5Parser.parse(after).toValue())
                    .as("seed %d, %s %s%n%s%n->%n%s", seed, remove ? "remove" : "set", path, before, after)
                    .isEqualTo(expected(tree, path, remove ? null : value));
            Json5Node root = Json5Parser.parse(before);
            String kept = before;
            Json5Node.Item old = Json5Editor.find(root, path.subList(0, path.size() - 1))
                    .filter(Json5Node.Container.class::isInstance)
                    .flatMap(parent -> ((Json5Node.Container) parent).find(path.get(path.size() - 1)))
                    .orElse(null);
            if (old != null) {
                int start = remove ? old.start() : old.value().start();
                kept = before.substring(0, start) + before.substring(old.value().end());
            }
            assertThat(comments(after))
                    .as("seed %d%n%s%n->%n%s", seed, before, after)
                    .containsSubsequence(comments(kept));
        }
    }

    private static Object expected(Object tree, List<String> path, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(asMap(tree));
        String key = path.get(0);
        if (path.size() > 1) {
            Object child = copy.get(key);
            if (value != null || child != null) {
                copy.put(key, expected(child == null ? Map.of() : child, path.subList(1, path.size()), value));
            }
        } else if (value == null) {
            copy.remove(key);
        } else {
            copy.put(key, value);
        }
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object tree) {
        return (Map<String, Object>) tree;
    }

    private static List<String> comments(String text) {
        List<String> comments = new ArrayList<>();
        Matcher matcher = Pattern.compile("#\\d+#").matcher(text);
        while (matcher.find()) {
            comments.add(matcher.group());
        }
        return comments;
    }

    /** Makes objects with comments, line ends and commas in every place where the grammar allows them. */
    private record Noise(Random random, int[] count) {

        Noise(Random random) {
            this(random, new int[1]);
        }

        String gap() {
            return switch (random.nextInt(9)) {
                case 0 -> " /*#" + count[0]++ + "#*/ ";
                case 1 -> " //#" + count[0]++ + "#\n  ";
                case 2 -> "\n    ";
                case 3 -> "\r\n/*#" + count[0]++ + "#\n*/";
                case 4, 5 -> " ";
                default -> "";
            };
        }

        String object(int depth) {
            StringBuilder text = new StringBuilder("{" + gap());
            int size = random.nextInt(4);
            for (int i = 0; i < size; i++) {
                String value = depth < 3 && random.nextBoolean() ? object(depth + 1) : scalar();
                text.append(key(i))
                        .append(gap())
                        .append(':')
                        .append(gap())
                        .append(value)
                        .append(gap());
                text.append(i < size - 1 || random.nextBoolean() ? "," + gap() : "");
            }
            return text.append('}').toString();
        }

        List<String> path(Object tree) {
            List<String> path = new ArrayList<>();
            Object at = tree;
            do {
                String key = name(random.nextInt(4));
                path.add(key);
                at = asMap(at).get(key);
            } while (at instanceof Map && random.nextInt(4) > 0);
            if (at == null && random.nextBoolean()) {
                path.add("below");
            }
            return path;
        }

        private String key(int index) {
            return random.nextInt(3) == 0 ? "'" + name(index) + "'" : name(index);
        }

        private static String name(int index) {
            return "k" + index;
        }

        private String scalar() {
            return List.of("1", "'x'", "\"//\"", "true", "[ 1, 2, ]", "[]", "'}'")
                    .get(random.nextInt(7));
        }
    }
}
