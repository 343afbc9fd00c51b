package org.clawdbot.testkit.simulator.idp;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Somebody with an account.
 *
 * @param name the user name
 * @param id the user id, a UUID
 */
public record IdpUser(String name, String id) {

    /** When every account was made. */
    public static final String CREATED_AT = "2026-01-02T03:04:05.678901";

    /** The user of {@link FakeSignIn} and of every API key. */
    public static final IdpUser SIMULATED = new IdpUser(FakeSignIn.USERNAME, "5f0c1d7e-0000-4000-8000-00000000cafe");

    /**
     * The user of this name; the id follows from the name.
     *
     * @param name the user name
     * @return the user
     */
    public static IdpUser named(String name) {
        return name.equals(SIMULATED.name())
                ? SIMULATED
                : new IdpUser(
                        name,
                        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                .toString());
    }
}
