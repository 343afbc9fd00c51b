package org.clawdbot.testkit.simulator.idp;

import java.security.SecureRandom;
import java.util.UUID;

/** Credentials in the shapes the server gives them. */
final class RandomText {

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SECRET = 48;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    static String token(String prefix) {
        return prefix + UUID.randomUUID() + "." + of(ALPHANUMERIC, SECRET);
    }

    static String code() {
        return of(ALPHANUMERIC, 64);
    }

    static String clientId() {
        return "cid_" + of(LOWER, 24);
    }

    static String clientSecret() {
        return "csc_" + of(ALPHANUMERIC, SECRET);
    }

    private static String of(String alphabet, int length) {
        return RANDOM.ints(length, 0, alphabet.length())
                .collect(StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), StringBuilder::append)
                .toString();
    }
}
