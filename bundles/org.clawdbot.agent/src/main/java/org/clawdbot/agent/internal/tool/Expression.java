package org.clawdbot.agent.internal.tool;

import java.math.BigDecimal;
import java.math.MathContext;
import org.clawdbot.api.tool.ToolException;

/** Evaluates {@code + - * /} with the usual precedence, unary signs and parentheses. */
final class Expression {

    private static final int MAX_LENGTH = 500;
    private static final int MAX_DEPTH = 50;

    private final String text;
    private int position;
    private int depth;

    private Expression(String text) {
        this.text = text;
    }

    /** Calculates exactly; only a division is rounded, to 34 digits. */
    static BigDecimal evaluate(String text) throws ToolException {
        if (text.length() > MAX_LENGTH) {
            throw new ToolException("The expression is longer than " + MAX_LENGTH + " characters");
        }
        Expression expression = new Expression(text);
        BigDecimal value = expression.sum();
        if (expression.peek() != 0) {
            throw expression.unexpected();
        }
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    private BigDecimal sum() throws ToolException {
        BigDecimal value = product();
        while (true) {
            if (take('+')) {
                value = value.add(product());
            } else if (take('-')) {
                value = value.subtract(product());
            } else {
                return value;
            }
        }
    }

    private BigDecimal product() throws ToolException {
        BigDecimal value = factor();
        while (true) {
            if (take('*')) {
                value = value.multiply(factor());
            } else if (take('/')) {
                BigDecimal divisor = factor();
                if (divisor.signum() == 0) {
                    throw new ToolException("The expression divides by zero");
                }
                value = value.divide(divisor, MathContext.DECIMAL128);
            } else {
                return value;
            }
        }
    }

    private BigDecimal factor() throws ToolException {
        if (++depth > MAX_DEPTH) {
            throw new ToolException("The expression is nested deeper than " + MAX_DEPTH + " levels");
        }
        try {
            if (take('-')) {
                return factor().negate();
            }
            if (take('+')) {
                return factor();
            }
            if (take('(')) {
                BigDecimal value = sum();
                if (!take(')')) {
                    throw unexpected();
                }
                return value;
            }
            return number();
        } finally {
            depth--;
        }
    }

    private BigDecimal number() throws ToolException {
        peek();
        int start = position;
        while (position < text.length() && (isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
            position++;
        }
        try {
            return new BigDecimal(text.substring(start, position));
        } catch (NumberFormatException notANumber) {
            position = start;
            throw unexpected();
        }
    }

    private boolean take(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        position++;
        return true;
    }

    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private ToolException unexpected() {
        char found = peek();
        return new ToolException("The expression " + (found == 0 ? "ends too early" : "has \"" + found + "\"")
                + " at position " + (position + 1)
                + "; it may hold decimal numbers, + - * / and parentheses");
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
