package org.clawdbot.api.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says how an {@code AuthStrategy} authenticates; published as the service property {@code auth.mode}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface AuthMode {

    /** The name of the service property, for filters and look-ups. */
    String PROPERTY = "auth.mode";

    /** The mode of a strategy that sends a key the user was given. */
    String API_KEY = "api-key";

    /** The mode of a strategy that signs in through OAuth 2.0. */
    String OAUTH = "oauth";

    /**
     * Names the mode.
     *
     * @return {@link #API_KEY}, {@link #OAUTH} or a word of the strategy's own
     */
    String value();
}
