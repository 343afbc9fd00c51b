package org.clawdbot.config.internal.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value may look like. */
public sealed interface Rule {

    /** Says what is expected, so that it fits after "expected". */
    String expected();

    /**
     * An object.
     *
     * @param keys the known keys
     * @param others what any other key may hold; {@code null} if other keys are unknown
     * @param required keys that must be there
     * @param shorthand the key that a plain string in place of the object stands for; {@code null} if there is none
     */
    record ObjectRule(Map<String, Rule> keys, @Nullable Others others, Set<String> required, @Nullable String shorthand)
            implements Rule {
        @Override
        public String expected() {
            return shorthand == null ? "an object" : "a string or an object";
        }
    }

    /**
     * What keys chosen by the user may look like and hold.
     *
     * @param keys the form of the keys
     * @param name what such a key is, to complete "is not a usable ..."
     * @param values the values
     */
    record Others(KeyForm keys, String name, Rule values) {}

    /** Tells whether a key is acceptable. */
    interface KeyForm {
        boolean accepts(String key);
    }

    /** An array. */
    record ArrayRule(Rule elements) implements Rule {
        @Override
        public String expected() {
            return "an array";
        }
    }

    /** A value without parts. */
    record ScalarRule(Type type, Check check) implements Rule {
        @Override
        public String expected() {
            return type.words;
        }
    }

    /** The first of several rules that fits the kind of a value. */
    record EitherRule(List<Rule> rules) implements Rule {
        @Override
        public String expected() {
            return String.join(" or ", rules.stream().map(Rule::expected).toList());
        }
    }

    /** Anything at all. */
    record AnyRule() implements Rule {
        @Override
        public String expected() {
            return "a value";
        }
    }

    /** Known from other hosts and not used by this one. */
    record IgnoredRule(String hint) implements Rule {
        @Override
        public String expected() {
            return "a value";
        }
    }

    /** Types of values without parts. */
    enum Type {
        STRING("a string"),
        BOOLEAN("true or false"),
        INTEGER("a whole number"),
        NUMBER("a number");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        boolean fits(@Nullable Object value) {
            return switch (this) {
                case STRING -> value instanceof String;
                case BOOLEAN -> value instanceof Boolean;
                case NUMBER -> value instanceof Number;
                case INTEGER ->
                    value instanceof Number number
                            && number.doubleValue() == Math.rint(number.doubleValue())
                            && Math.abs(number.doubleValue()) <= Integer.MAX_VALUE;
            };
        }
    }

    /** A further condition on a value of the right type; returns the complaint or {@code null}, never the value. */
    interface Check {
        @Nullable
        String complaint(Object value);
    }
}
