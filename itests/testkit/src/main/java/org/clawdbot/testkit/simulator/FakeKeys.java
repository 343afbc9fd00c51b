package org.clawdbot.testkit.simulator;

import java.util.List;

/**
 * Credentials that look right and open nothing. An API key has three parts after {@code cpk_}: key id, user id (32
 * hexadecimal digits each) and 32 letters or digits (Chutes gateway behaviour).
 */
public final class FakeKeys {

    /** Well formed and accepted. */
    public static final String GOOD = "cpk_" + hex('1') + "." + hex('a') + ".FAKEfakeFAKEfakeFAKEfakeFAKE0001";

    /** Well formed and accepted, of another user. */
    public static final String OTHER = "cpk_" + hex('2') + "." + hex('b') + ".FAKEfakeFAKEfakeFAKEfakeFAKE0002";

    /** Well formed and refused: it was deleted. */
    public static final String REVOKED = "cpk_" + hex('3') + "." + hex('c') + ".FAKEfakeFAKEfakeFAKEfakeFAKE0003";

    /** Begins like a key but is not one. */
    public static final String MALFORMED = "cpk_not-a-key";

    /** Another vendor's shape, as placeholders in documentation have it; refused. */
    public static final String FOREIGN = "sk-fake-0000000000000000";

    private FakeKeys() {}

    /**
     * An access token in the provider's format; the simulator accepts it once it is registered.
     *
     * @param number makes it differ from others, 0 to 9999
     * @return the token
     */
    public static String accessToken(int number) {
        String digits = String.format("%04d", number);
        return "cak_00000000-0000-4000-8000-00000000" + digits + "." + "FAKE".repeat(11) + digits;
    }

    private static String hex(char digit) {
        return String.join("", List.of("0".repeat(31), String.valueOf(digit)));
    }
}
