package org.clawdbot.testkit.simulator.idp;

/**
 * What a token request yields.
 *
 * @param accessToken begins with {@code cak_}
 * @param refreshToken begins with {@code crt_}
 * @param expiresIn lifetime of the access token in seconds
 * @param scope the granted scopes with spaces between
 */
public record IssuedTokens(String accessToken, String refreshToken, long expiresIn, String scope) {

    /** Leaves the tokens out. */
    @Override
    public String toString() {
        return "IssuedTokens[" + scope + ", " + expiresIn + " s]";
    }
}
