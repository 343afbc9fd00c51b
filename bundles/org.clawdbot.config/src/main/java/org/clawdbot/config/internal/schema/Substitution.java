package org.clawdbot.config.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A string after its <code>${VAR}</code> were replaced, once: what comes in is not looked at again, and
 * <code>$${VAR}</code> stands for a literal <code>${VAR}</code>.
 *
 * @param value the result; meaningless if variables are unset
 * @param unset the variables that are not set, and where in the string they are named
 */
record Substitution(String value, List<Unset> unset) {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([A-Z_][A-Z0-9_]*)}");

    /** A variable that is not set. */
    record Unset(String name, int index) {}

    static Substitution of(String text, Function<String, Optional<String>> variables) {
        StringBuilder value = new StringBuilder();
        List<Unset> unset = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            value.append(text, from, matcher.start());
            from = matcher.end();
            if (matcher.group().startsWith("$$")) {
                value.append(matcher.group().substring(1));
                continue;
            }
            Optional<String> found = variables.apply(matcher.group(1));
            found.ifPresent(value::append);
            if (found.isEmpty()) {
                unset.add(new Unset(matcher.group(1), matcher.start()));
            }
        }
        return new Substitution(value.append(text, from, text.length()).toString(), unset);
    }

    /** Does not show the value, which may be a secret. */
    @Override
    public String toString() {
        return "Substitution" + unset;
    }
}
