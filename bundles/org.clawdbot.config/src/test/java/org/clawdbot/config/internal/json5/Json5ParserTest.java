package org.clawdbot.config.internal.json5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Json5ParserTest {

    static final String SEED =
            """
            {
              env: { CHUTES_API_KEY: "sk-..." },
              agents: { defaults: { model: { primary: "chutes/zai-org/GLM-4.7-Flash" } } },
              models: {
                providers: {
                  chutes: {
                    baseUrl: "https://llm.chutes.ai/v1",
                    api: "openai-completions",
                    apiKey: "${CHUTES_API_KEY}",
                    teeOnly: false // Set to true to filter models by Trusted Execution Environment
                  }
                }
              }
            }
            """;

    static Stream<Arguments> everyProductionOfTheGrammar() {
        return Stream.of(
                // JSON5Text, JSON5Value
                arguments("null", null),
                arguments("true", true),
                arguments("false", false),
                arguments("'a'", "a"),
                arguments("1", 1),
                arguments("{}", Map.of()),
                arguments("[]", List.of()),
                // JSON5Object, JSON5MemberList, JSON5MemberName
                arguments("{a:1}", Map.of("a", 1)),
                arguments("{a:1,}", Map.of("a", 1)),
                arguments("{a:1,b:{c:2}}", Map.of("a", 1, "b", Map.of("c", 2))),
                arguments("{'a b':1,\"c\":2}", Map.of("a b", 1, "c", 2)),
                arguments("{$:1,_:2,a1$_:3}", Map.of("$", 1, "_", 2, "a1$_", 3)),
                arguments("{ünï:1,ǅ:2,ʰ:3,א:4,Ⅷ:5}", Map.of("ünï", 1, "ǅ", 2, "ʰ", 3, "א", 4, "Ⅷ", 5)),
                arguments(
                        "{a\u0301:1,a\u0903:2,a\u0663:3,a\u203F:4}",
                        Map.of("a\u0301", 1, "a\u0903", 2, "a\u0663", 3, "a\u203F", 4)),
                arguments("{a\u200C\u200Db:1}", Map.of("a\u200C\u200Db", 1)),
                arguments("{\uD835\uDC9C:1}", Map.of("\uD835\uDC9C", 1)),
                arguments("{\\u0061\\u0062c:1,d\\u0031:2}", Map.of("abc", 1, "d1", 2)),
                arguments(
                        "{null:1,class:2,Infinity:3,true:4}", Map.of("null", 1, "class", 2, "Infinity", 3, "true", 4)),
                arguments("{__proto__:1,'':2}", Map.of("__proto__", 1, "", 2)),
                arguments("{a:1,a:2}", Map.of("a", 2)),
                // JSON5Array
                arguments("[1,]", List.of(1)),
                arguments("[[],[1,[2]]]", List.of(List.of(), List.of(1, List.of(2)))),
                // JSON5Number
                arguments("[0,-0,+0,10]", List.of(0, 0, 0, 10)),
                arguments("[+1,-1]", List.of(1, -1)),
                arguments("[.5,-.5,5.,0.5,+5.25]", List.of(.5, -.5, 5.0, .5, 5.25)),
                arguments("[1e3,1E+3,1e-3,.5e1,5.e1,0e0]", List.of(1e3, 1e3, 1e-3, 5.0, 50.0, 0.0)),
                arguments("[0xDEADbeef,0X1f,-0xF,+0x0]", List.of(0xDEADBEEFL, 31, -15, 0)),
                arguments("[2147483647,2147483648,-2147483648]", List.of(2147483647, 2147483648L, -2147483648)),
                arguments("123456789012345678901234567890", new BigInteger("123456789012345678901234567890")),
                arguments("9".repeat(5000), Double.POSITIVE_INFINITY),
                arguments(
                        "[Infinity,+Infinity,-Infinity]",
                        List.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)),
                arguments("[NaN,+NaN,-NaN]", List.of(Double.NaN, Double.NaN, Double.NaN)),
                arguments("1e999", Double.POSITIVE_INFINITY),
                // JSON5String: both quotes, every escape, line continuations
                arguments("'\"'", "\""),
                arguments("\"'\"", "'"),
                arguments("'\\'\\\"\\\\\\b\\f\\n\\r\\t\\v\\0'", "'\"\\\b\f\n\r\t\u000B\0"),
                arguments("'\\x41\\x7e\\u20AC\\ud83d\\uDE00'", "A~€😀"),
                arguments("'\\a\\C\\/\\é\\😀'", "aC/é😀"),
                arguments("'\\0a'", "\0a"),
                arguments("'a\\\nb\\\rc\\\r\nd\\\u2028e\\\u2029f'", "abcdef"),
                arguments("'a\u2028b\u2029c'", "a\u2028b\u2029c"),
                arguments("'tab\there \u0001'", "tab\there \u0001"),
                // JSON5Comment
                arguments("//c\n1//d", 1),
                arguments("/**//***/1/* // */", 1),
                arguments("[1,//c\r2,//d\u20283,//e\u20294]", List.of(1, 2, 3, 4)),
                arguments("{/*a*/b/*c*/:/*d*/1/*e*/,/*f*/}", Map.of("b", 1)),
                // WhiteSpace, LineTerminator
                arguments("\t\u000B\f \u00A0\uFEFF\n\r\u2028\u20291\u1680\u2003\u202F\u205F\u3000", 1),
                arguments("\uFEFF{a\u00A0:\u30001}", Map.of("a", 1)));
    }

    @ParameterizedTest
    @MethodSource
    void everyProductionOfTheGrammar(String text, Object value) {
        assertThat(Json5Parser.parse(text).toValue()).isEqualTo(value);
    }

    static Stream<Arguments> whatIsNotJson5IsRefusedWithItsPlace() {
        return Stream.of(
                arguments("", "1:1 expected a value, found the end of the file"),
                arguments(" // c", "1:6 expected a value, found the end of the file"),
                arguments("{} x", "1:4 expected the end of the file after an object, found 'x'"),
                arguments("{}{}", "1:3 expected the end of the file after an object, found '{'"),
                arguments("{", "1:2 expected a key or '}' to match the '{' in line 1, found the end of the file"),
                arguments("{,}", "1:2 expected a key or '}', found ','"),
                arguments("{a:1,,}", "1:6 expected a key or '}', found ','"),
                arguments("{a}", "1:3 expected ':' after the key, found '}'"),
                arguments("{\n  a: 1,\n  b 2\n}", "3:5 expected ':' after the key, found '2'"),
                arguments("{\r\n  a: 1\r\n  b: 2}", "3:3 expected ',' or '}', found 'b'"),
                arguments("{a:}", "1:4 expected a value after ':', found '}'"),
                arguments("{:1}", "1:2 expected a key or '}', found ':'"),
                arguments("{1a:1}", "1:2 expected a key (one that begins with a digit needs quotes), found '1'"),
                arguments("{a-b:1}", "1:3 expected ':' after the key, found '-'"),
                arguments("{\\x61:1}", "1:3 expected 'u' and four hexadecimal digits after '\\' in a key, found 'x'"),
                arguments("{\\u0020:1}", "1:2 this escape stands for a character that needs quotes in a key"),
                arguments("{\\u00:1}", "1:6 expected four hexadecimal digits, found ':'"),
                arguments("{\u200Da:1}", "1:2 expected a key or '}', found '\u200D'"),
                arguments("{a:1", "1:5 expected ',' or '}' to match the '{' in line 1, found the end of the file"),
                arguments("{a:1]", "1:5 expected ',' or '}', found ']'"),
                arguments("[,]", "1:2 expected a value or ']', found ','"),
                arguments("[1,,2]", "1:4 expected a value or ']', found ','"),
                arguments("[1 2]", "1:4 expected ',' or ']', found '2'"),
                arguments("[1}", "1:3 expected ',' or ']', found '}'"),
                arguments("[\n1", "2:2 expected ',' or ']' to match the '[' in line 1, found the end of the file"),
                arguments("[abc]", "1:2 expected a value or ']', found a bare word; text needs quotes"),
                arguments("undefined", "1:1 expected a value, found a bare word; text needs quotes"),
                arguments("True", "1:1 expected a value, found a bare word; text needs quotes"),
                arguments("{a:sk-123}", "1:4 expected a value after ':', found a bare word; text needs quotes"),
                arguments("\\u0074rue", "1:1 expected a value, found '\\'"),
                arguments("010", "1:1 a number must not begin with a superfluous 0; there are no octal numbers"),
                arguments("-09", "1:2 a number must not begin with a superfluous 0; there are no octal numbers"),
                arguments("0o7", "1:2 expected the end of the number, found 'o'"),
                arguments("0b1", "1:2 expected the end of the number, found 'b'"),
                arguments("1_000", "1:2 expected the end of the number, found '_'"),
                arguments("0x", "1:3 expected a hexadecimal digit after '0x', found the end of the file"),
                arguments("0xG", "1:3 expected a hexadecimal digit after '0x', found 'G'"),
                arguments("0x1.8", "1:4 expected the end of the file after a number, found '.'"),
                arguments("[.]", "1:3 expected a digit, found ']'"),
                arguments("+", "1:2 expected a digit, found the end of the file"),
                arguments("--1", "1:2 expected a digit, found '-'"),
                arguments("- 1", "1:2 expected a digit, found U+0020"),
                arguments("1e", "1:3 expected a digit of the exponent, found the end of the file"),
                arguments("1e+x", "1:4 expected a digit of the exponent, found 'x'"),
                arguments("1.2.3", "1:4 expected the end of the file after a number, found '.'"),
                arguments("-Infinite", "1:2 expected a digit, found 'I'"),
                arguments("+NaNa", "1:5 expected the end of the number, found 'a'"),
                arguments("-true", "1:2 expected a digit, found 't'"),
                arguments(
                        "{a:\n 'x\n'}",
                        "2:4 expected a closing ' for the string that begins in column 2 of line 2,"
                                + " found the end of the line"),
                arguments(
                        "\"a\r\"",
                        "1:3 expected a closing \" for the string that begins in column 1 of line 1,"
                                + " found the end of the line"),
                arguments("'\\", "1:3 expected a character after '\\', found the end of the file"),
                arguments("'\\1'", "1:2 a digit must not be escaped; write \\x and two hexadecimal digits"),
                arguments("'\\9'", "1:2 a digit must not be escaped; write \\x and two hexadecimal digits"),
                arguments("'\\01'", "1:2 there are no octal escapes; write \\x and two hexadecimal digits"),
                arguments("'\\x4'", "1:5 expected two hexadecimal digits, found '''"),
                arguments("'\\u00g0'", "1:6 expected four hexadecimal digits, found 'g'"),
                arguments("'\\u{41}'", "1:4 expected four hexadecimal digits, found '{'"),
                arguments("[1]/*c", "1:4 expected '*/' to end this comment, found the end of the file"),
                arguments("[1/2]", "1:3 expected ',' or ']', found '/'"),
                arguments("#c\n1", "1:1 expected a value, found '#'"),
                arguments("[\u00851]", "1:2 expected a value or ']', found U+0085"),
                arguments("[\u200B1]", "1:2 expected a value or ']', found '\u200B'"),
                arguments("{😀:1}", "1:2 expected a key or '}', found '😀'"),
                arguments("{'😀':😀}", "1:6 expected a value after ':', found '😀'"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotJson5IsRefusedWithItsPlace(String text, String complaint) {
        Json5Exception thrown = catchThrowableOfType(Json5Exception.class, () -> Json5Parser.parse(text));

        assertThat(thrown).isNotNull();
        assertThat(thrown.position().line() + ":" + thrown.position().column() + " " + thrown.getMessage())
                .isEqualTo(complaint);
    }

    @Test
    void everyTruncationOfTheSeedGivesAnErrorWithAPlaceInBoundedTime() {
        String whole = SEED.strip();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int length = 0; length < whole.length(); length++) {
                String cut = whole.substring(0, length);
                Json5Exception thrown = catchThrowableOfType(Json5Exception.class, () -> Json5Parser.parse(cut));
                assertThat(thrown).as(cut).isNotNull();
                Position end = Position.of(cut, length);
                assertThat(thrown.position().line()).isEqualTo(end.line());
                assertThat(thrown.position().column()).isBetween(1, end.column());
            }
        });
    }

    @Test
    void randomDamageNeverGivesAnythingButAValueOrAnErrorWithAPlace() {
        Random random = new Random(11);
        String alphabet = "{}[]:,'\"\\/*\n\r\u2028 +-.0x1eEINau_\uFEFF\uD83D";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < 20_000; round++) {
                StringBuilder text = new StringBuilder(SEED);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
                }
                try {
                    Json5Parser.parse(text.toString());
                } catch (Json5Exception e) {
                    assertThat(e.position().line()).isBetween(1, 20);
                    assertThat(e.position().column()).isPositive();
                }
            }
        });
    }

    @Test
    void nestingIsLimitedWithAClearMessage() {
        String deep = "[".repeat(200) + "]".repeat(200);

        assertThat(Json5Parser.parse(deep).toValue()).isInstanceOf(List.class);
        assertThatThrownBy(() -> Json5Parser.parse("[" + deep + "]"))
                .isInstanceOf(Json5Exception.class)
                .hasMessage("values are nested more than 200 deep");
        assertThatThrownBy(() -> Json5Parser.parse("{a:".repeat(1_000_000))).isInstanceOf(Json5Exception.class);
    }

    @Test
    void everyNodeKnowsWhereItIsWritten() {
        String text = "// c\n{ a: [1, 'x' ,], /* c */ b: {c: -0x1F} }\n";
        Json5Node root = Json5Parser.parse(text);

        assertThat(written(text, root)).isEqualTo("{ a: [1, 'x' ,], /* c */ b: {c: -0x1F} }");
        assertThat(written(text, Json5Editor.find(root, List.of("a")).orElseThrow()))
                .isEqualTo("[1, 'x' ,]");
        assertThat(written(text, Json5Editor.find(root, List.of("a", "1")).orElseThrow()))
                .isEqualTo("'x'");
        assertThat(written(text, Json5Editor.find(root, List.of("b", "c")).orElseThrow()))
                .isEqualTo("-0x1F");
        assertThat(Json5Editor.find(root, List.of("a", "2"))).isEmpty();
        assertThat(Json5Editor.find(root, List.of("a", "01"))).isEmpty();
        assertThat(Json5Editor.find(root, List.of("b", "c", "d"))).isEmpty();
    }

    @Test
    void columnsCountCharactersAndLinesEndInThreeWays() {
        assertThat(Position.of("a\nb\r\nc\rd😀e", 10)).isEqualTo(new Position(4, 3));
    }

    @Test
    void nodesDoNotShowTheirText() {
        assertThat(Json5Parser.parse("{a: ['sk-secret', \"sk-secret\"]}").toString())
                .doesNotContain("sk-secret");
    }

    @Test
    void valuesAreImmutableAndKeepTheirOrder() {
        Map<?, ?> map = (Map<?, ?>) Json5Parser.parse("{z: null, a: [null]}").toValue();

        assertThat(map.keySet().toArray()).containsExactly("z", "a");
        assertThat(map.get("a")).isEqualTo(Collections.singletonList(null));
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Arrays.asList(map.values().toArray()).get(0)).isNull();
    }

    private static String written(String text, Json5Node node) {
        return text.substring(node.start(), node.end());
    }
}
