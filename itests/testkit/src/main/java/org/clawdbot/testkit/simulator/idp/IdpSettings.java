package org.clawdbot.testkit.simulator.idp;

/**
 * How the identity provider behaves; a change concerns the requests that follow. Times of 0 seconds mean: expired at
 * once, except {@code refreshSeconds}.
 *
 * @param secretRequired the token endpoint wants the client secret
 * @param pkceReplacesSecret with PKCE the code exchange goes through without the secret, a refresh does not: the server
 *     as it was in March 2026
 * @param allowPlainPkce the challenge method {@code plain} is accepted as well
 * @param rotateStrictly a refresh token works once only
 * @param autoApprove no sign-in and no consent page: the authorize endpoint redirects at once
 * @param deny consent ends as if the user had clicked on "Deny"
 * @param invalidScope consent ends as if the first requested scope did not exist
 * @param codeSeconds lifetime of an authorization code
 * @param accessSeconds lifetime of an access token
 * @param refreshSeconds lifetime of a refresh token; 0 for the lifetime that the app has
 */
public record IdpSettings(
        boolean secretRequired,
        boolean pkceReplacesSecret,
        boolean allowPlainPkce,
        boolean rotateStrictly,
        boolean autoApprove,
        boolean deny,
        boolean invalidScope,
        int codeSeconds,
        int accessSeconds,
        int refreshSeconds) {

    private static final IdpSettings NORMAL = builder().build();

    /** Checks the times. */
    public IdpSettings {
        if (codeSeconds < 0 || accessSeconds < 0 || refreshSeconds < 0) {
            throw new IllegalArgumentException("codeSeconds, accessSeconds and refreshSeconds must not be negative");
        }
    }

    /**
     * The server's normal behaviour.
     *
     * @return the defaults
     */
    public static IdpSettings normal() {
        return NORMAL;
    }

    /**
     * Settings that begin as the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Settings that begin as these.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.secretRequired = secretRequired;
        builder.pkceReplacesSecret = pkceReplacesSecret;
        builder.allowPlainPkce = allowPlainPkce;
        builder.rotateStrictly = rotateStrictly;
        builder.autoApprove = autoApprove;
        builder.deny = deny;
        builder.invalidScope = invalidScope;
        builder.codeSeconds = codeSeconds;
        builder.accessSeconds = accessSeconds;
        builder.refreshSeconds = refreshSeconds;
        return builder;
    }

    /** Settings being put together; each begins with its default. */
    public static final class Builder {

        private boolean secretRequired = true;
        private boolean pkceReplacesSecret;
        private boolean allowPlainPkce;
        private boolean rotateStrictly = true;
        private boolean autoApprove;
        private boolean deny;
        private boolean invalidScope;
        private int codeSeconds = 600;
        private int accessSeconds = 3600;
        private int refreshSeconds;

        private Builder() {}

        /**
         * Sets {@link IdpSettings#secretRequired()}.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder secretRequired(boolean value) {
            secretRequired = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#pkceReplacesSecret()}.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder pkceReplacesSecret(boolean value) {
            pkceReplacesSecret = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#allowPlainPkce()}.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder allowPlainPkce(boolean value) {
            allowPlainPkce = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#rotateStrictly()}.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder rotateStrictly(boolean value) {
            rotateStrictly = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#autoApprove()}.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder autoApprove(boolean value) {
            autoApprove = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#deny()}.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder deny(boolean value) {
            deny = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#invalidScope()}.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder invalidScope(boolean value) {
            invalidScope = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#codeSeconds()}.
         *
         * @param value 600 by default
         * @return this builder
         */
        public Builder codeSeconds(int value) {
            codeSeconds = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#accessSeconds()}.
         *
         * @param value 3600 by default
         * @return this builder
         */
        public Builder accessSeconds(int value) {
            accessSeconds = value;
            return this;
        }

        /**
         * Sets {@link IdpSettings#refreshSeconds()}.
         *
         * @param value 0 by default
         * @return this builder
         */
        public Builder refreshSeconds(int value) {
            refreshSeconds = value;
            return this;
        }

        /**
         * Sets one by its name, as {@code --idp KEY=VALUE} does.
         *
         * @param key the name of a component of {@link IdpSettings}
         * @param value {@code true}, {@code false} or a whole number
         * @return this builder
         * @throws IllegalArgumentException when there is no such setting or the value does not fit; names the key
         */
        public Builder set(String key, String value) {
            return switch (key) {
                case "secretRequired" -> secretRequired(flag(key, value));
                case "pkceReplacesSecret" -> pkceReplacesSecret(flag(key, value));
                case "allowPlainPkce" -> allowPlainPkce(flag(key, value));
                case "rotateStrictly" -> rotateStrictly(flag(key, value));
                case "autoApprove" -> autoApprove(flag(key, value));
                case "deny" -> deny(flag(key, value));
                case "invalidScope" -> invalidScope(flag(key, value));
                case "codeSeconds" -> codeSeconds(seconds(key, value));
                case "accessSeconds" -> accessSeconds(seconds(key, value));
                case "refreshSeconds" -> refreshSeconds(seconds(key, value));
                default -> throw new IllegalArgumentException("unknown setting " + key);
            };
        }

        private static boolean flag(String key, String value) {
            if (value.equals("true") || value.equals("false")) {
                return value.equals("true");
            }
            throw new IllegalArgumentException(key + " must be true or false, not " + value);
        }

        private static int seconds(String key, String value) {
            try {
                int seconds = Integer.parseInt(value);
                if (seconds >= 0) {
                    return seconds;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " must be a whole number, not " + value, e);
            }
            throw new IllegalArgumentException(key + " must not be negative");
        }

        /**
         * The settings as they are now.
         *
         * @return a new record
         */
        public IdpSettings build() {
            return new IdpSettings(
                    secretRequired,
                    pkceReplacesSecret,
                    allowPlainPkce,
                    rotateStrictly,
                    autoApprove,
                    deny,
                    invalidScope,
                    codeSeconds,
                    accessSeconds,
                    refreshSeconds);
        }
    }
}
