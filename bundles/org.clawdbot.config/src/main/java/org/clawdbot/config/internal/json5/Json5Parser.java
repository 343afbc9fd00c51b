package org.clawdbot.config.internal.json5;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.clawdbot.config.internal.json5.Json5Node.ArrayNode;
import org.clawdbot.config.internal.json5.Json5Node.BooleanNode;
import org.clawdbot.config.internal.json5.Json5Node.Item;
import org.clawdbot.config.internal.json5.Json5Node.NullNode;
import org.clawdbot.config.internal.json5.Json5Node.NumberNode;
import org.clawdbot.config.internal.json5.Json5Node.ObjectNode;
import org.clawdbot.config.internal.json5.Json5Node.StringNode;

/** Reads a text by the whole JSON5 1.0 grammar, no more and no less, by recursive descent. */
public final class Json5Parser {

    /** Deeper nesting is refused, so that no input can exhaust the stack. */
    public static final int MAX_DEPTH = 200;

    private static final int END = -1;
    private static final int MAX_EXACT_DIGITS = 400;

    private final String text;
    private int at;
    private int depth;

    private Json5Parser(String text) {
        this.text = text;
    }

    /**
     * Reads a whole document.
     *
     * @throws Json5Exception if the text is not JSON5; the message says what was expected and what was found
     */
    public static Json5Node parse(String text) {
        Json5Parser parser = new Json5Parser(text);
        Json5Node root = parser.value("a value");
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.expected("the end of the file after " + root.kind());
        }
        return root;
    }

    private Json5Node value(String wanted) {
        skipSpace();
        int c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"', '\'' -> string();
            case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> word(c, wanted);
        };
    }

    private Json5Node object() {
        int start = open();
        List<Item> items = new ArrayList<>();
        while (true) {
            skipSpace();
            if (peek() == '}') {
                return new ObjectNode(start, close(), List.copyOf(items));
            }
            int keyStart = at;
            String key = key(start);
            skipSpace();
            if (peek() != ':') {
                throw expected("':' after the key");
            }
            at++;
            Json5Node value = value("a value after ':'");
            int comma = comma('}', "'{'", start);
            items.add(new Item(key, keyStart, value, comma));
        }
    }

    private Json5Node array() {
        int start = open();
        List<Item> items = new ArrayList<>();
        while (true) {
            skipSpace();
            if (peek() == ']') {
                return new ArrayNode(start, close(), List.copyOf(items));
            }
            Json5Node value = value("a value or ']'");
            int comma = comma(']', "'['", start);
            items.add(new Item("", value.start(), value, comma));
        }
    }

    private int open() {
        if (++depth > MAX_DEPTH) {
            throw error(at, "values are nested more than " + MAX_DEPTH + " deep");
        }
        return at++;
    }

    private int close() {
        depth--;
        return ++at;
    }

    /** Reads the comma after an item, if there is one, and makes sure that else the container ends here. */
    private int comma(char closing, String opening, int start) {
        skipSpace();
        if (peek() == ',') {
            return at++;
        }
        if (peek() != closing) {
            throw expected("',' or '" + closing + "'" + begunBy(opening, start));
        }
        return -1;
    }

    private String begunBy(String opening, int start) {
        return peek() == END
                ? " to match the " + opening + " in line "
                        + Position.of(text, start).line()
                : "";
    }

    private String key(int objectStart) {
        int c = peek();
        if (c == '"' || c == '\'') {
            return string().text();
        }
        if (c == '\\' || Json5Characters.isIdentifierStart(c)) {
            return identifier();
        }
        if (Json5Characters.isDigit(c)) {
            throw expected("a key (one that begins with a digit needs quotes)");
        }
        throw expected("a key or '}'" + begunBy("'{'", objectStart));
    }

    private String identifier() {
        StringBuilder name = new StringBuilder();
        while (true) {
            int begin = at;
            int c = peek();
            boolean escaped = c == '\\';
            if (escaped) {
                at++;
                if (peek() != 'u') {
                    throw expected("'u' and four hexadecimal digits after '\\' in a key");
                }
                at++;
                c = hex(4);
            }
            boolean fits = name.isEmpty() ? Json5Characters.isIdentifierStart(c) : Json5Characters.isIdentifierPart(c);
            if (!fits && escaped) {
                throw error(begin, "this escape stands for a character that needs quotes in a key");
            }
            if (!fits) {
                return name.toString();
            }
            name.appendCodePoint(c);
            if (!escaped) {
                at += Character.charCount(c);
            }
        }
    }

    private Json5Node word(int c, String wanted) {
        int start = at;
        if (!Json5Characters.isIdentifierStart(c)) {
            throw expected(wanted);
        }
        while (Json5Characters.isIdentifierPart(peek())) {
            at += Character.charCount(peek());
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> new BooleanNode(start, at, true);
            case "false" -> new BooleanNode(start, at, false);
            case "null" -> new NullNode(start, at);
            case "NaN" -> new NumberNode(start, at, Double.NaN);
            case "Infinity" -> new NumberNode(start, at, Double.POSITIVE_INFINITY);
            default -> throw error(start, "expected " + wanted + ", found a bare word; text needs quotes");
        };
    }

    private NumberNode number() {
        int start = at;
        boolean negative = peek() == '-';
        if (negative || peek() == '+') {
            at++;
        }
        Number number = magnitude(negative);
        int next = peek();
        if (next == '\\' || Json5Characters.isIdentifierPart(next)) {
            throw expected("the end of the number");
        }
        return new NumberNode(start, at, number);
    }

    private Number magnitude(boolean negative) {
        int start = at;
        int sign = negative ? -1 : 1;
        if (takeWord("Infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (takeWord("NaN")) {
            return Double.NaN;
        }
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            at += 2;
            if (!Json5Characters.isHexDigit(peek())) {
                throw expected("a hexadecimal digit after '0x'");
            }
            while (Json5Characters.isHexDigit(peek())) {
                at++;
            }
            return whole(text.substring(start + 2, at), 16, negative);
        }
        int whole = digits();
        if (whole > 1 && text.charAt(start) == '0') {
            throw error(start, "a number must not begin with a superfluous 0; there are no octal numbers");
        }
        int fraction = 0;
        boolean point = peek() == '.';
        if (point) {
            at++;
            fraction = digits();
        }
        if (whole + fraction == 0) {
            throw expected("a digit");
        }
        boolean exponent = peek() == 'e' || peek() == 'E';
        if (exponent) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (digits() == 0) {
                throw expected("a digit of the exponent");
            }
        }
        String digits = text.substring(start, at);
        return point || exponent ? sign * Double.parseDouble(digits) : whole(digits, 10, negative);
    }

    /** Whole numbers stay exact up to a length at which reading them exactly would take too long. */
    private static Number whole(String digits, int radix, boolean negative) {
        if (digits.length() > MAX_EXACT_DIGITS) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        BigInteger number = new BigInteger(negative ? "-" + digits : digits, radix);
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return number;
    }

    private boolean takeWord(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    private int digits() {
        int start = at;
        while (Json5Characters.isDigit(peek())) {
            at++;
        }
        return at - start;
    }

    private StringNode string() {
        int start = at;
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (true) {
            int c = peek();
            if (c == END || c == '\n' || c == '\r') {
                throw expected("a closing " + quote + " for the string that begins in column "
                        + Position.of(text, start).column() + " of line "
                        + Position.of(text, start).line());
            }
            at += Character.charCount(c);
            if (c == quote) {
                return new StringNode(start, at, value.toString());
            }
            if (c == '\\') {
                escape(value);
            } else {
                value.appendCodePoint(c);
            }
        }
    }

    private void escape(StringBuilder value) {
        int c = peek();
        if (c == END) {
            throw expected("a character after '\\'");
        }
        int begin = at - 1;
        at += Character.charCount(c);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000B');
            case 'x' -> value.append((char) hex(2));
            case 'u' -> value.append((char) hex(4));
            case '0' -> {
                if (Json5Characters.isDigit(peek())) {
                    throw error(begin, "there are no octal escapes; write \\x and two hexadecimal digits");
                }
                value.append('\0');
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                throw error(begin, "a digit must not be escaped; write \\x and two hexadecimal digits");
            case '\r' -> {
                if (peek() == '\n') {
                    at++;
                }
            }
            default -> {
                if (!Json5Characters.isLineTerminator(c)) {
                    value.appendCodePoint(c);
                }
            }
        }
    }

    private int hex(int count) {
        int start = at;
        for (int i = 0; i < count; i++) {
            if (!Json5Characters.isHexDigit(peek())) {
                throw expected((count == 2 ? "two" : "four") + " hexadecimal digits");
            }
            at++;
        }
        return Integer.parseInt(text.substring(start, at), 16);
    }

    private void skipSpace() {
        at = skipSpace(text, at);
    }

    /** Returns the offset of the next character that is neither white space nor in a comment. */
    static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (Json5Characters.isWhiteSpace(c)) {
                at += Character.charCount(c);
            } else if (text.startsWith("//", at) || text.startsWith("/*", at)) {
                at = skipComment(text, at);
            } else {
                break;
            }
        }
        return at;
    }

    /** Returns the offset after the comment that begins here; a line comment ends before its line terminator. */
    static int skipComment(String text, int from) {
        if (text.charAt(from + 1) == '*') {
            int end = text.indexOf("*/", from + 2);
            if (end < 0) {
                throw new Json5Exception(
                        Position.of(text, from), "expected '*/' to end this comment, found the end of the file");
            }
            return end + 2;
        }
        int at = from + 2;
        while (at < text.length() && !Json5Characters.isLineTerminator(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    private Json5Exception expected(String wanted) {
        return error(at, "expected " + wanted + ", found " + found());
    }

    private String found() {
        int c = peek();
        if (c == END) {
            return "the end of the file";
        }
        if (c == '\n' || c == '\r') {
            return "the end of the line";
        }
        boolean visible = !Json5Characters.isWhiteSpace(c) && !Character.isISOControl(c) && Character.isDefined(c);
        return visible ? "'" + Character.toString(c) + "'" : String.format("U+%04X", c);
    }

    private Json5Exception error(int offset, String message) {
        return new Json5Exception(Position.of(text, offset), message);
    }
}
