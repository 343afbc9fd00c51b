package org.clawdbot.chutes.auth.oauth.internal;

import org.clawdbot.chutes.wire.Endpoint;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the strategy. */
@ObjectClassDefinition(name = "Chutes OAuth", description = "Signs in to Chutes.ai with OAuth 2.0 in the browser.")
public @interface OAuthConfig {

    /**
     * Gives the address of the account service, where users sign in.
     *
     * @return a base URL
     */
    @AttributeDefinition(
            name = "Account URL",
            description = "Base URL of the account service; its identity provider is below /idp.")
    String accountUrl() default Endpoint.ACCOUNT;

    /**
     * Gives the app to sign in for.
     *
     * @return a client id, or empty to ask for it
     */
    @AttributeDefinition(
            name = "Client id",
            description = "The app registered at Chutes (cid_…), where CHUTES_CLIENT_ID is not set.")
    String clientId() default "";

    /**
     * Gives the app's secret.
     *
     * @return the secret, or empty
     */
    @AttributeDefinition(
            name = "Client secret",
            description = "The secret of that app (csc_…), where CHUTES_CLIENT_SECRET is not set.",
            type = AttributeType.PASSWORD)
    String _clientSecret() default "";

    /**
     * Gives the address to which the browser comes back.
     *
     * @return a URL on a loopback address, registered for the app letter by letter
     */
    @AttributeDefinition(
            name = "Redirect URI",
            description = "Where the browser comes back to: http: on a loopback address, registered for the app exactly"
                    + " so.")
    String redirectUri() default Redirect.USUAL;

    /**
     * Lists what to ask for.
     *
     * @return scopes
     */
    @AttributeDefinition(name = "Scopes", description = "What to ask the user for; models need chutes:invoke.")
    String[] scopes() default {"openid", "profile", "chutes:invoke"};

    /**
     * Limits how long one request to the account service may take.
     *
     * @return seconds
     */
    @AttributeDefinition(
            name = "Request timeout",
            description = "How long one request to the account service may take, in seconds.",
            min = "1")
    int requestSeconds() default 30;

    /**
     * Limits how long to listen for the browser.
     *
     * @return seconds
     */
    @AttributeDefinition(
            name = "Browser timeout",
            description = "How long to listen for the browser, in seconds. A user who is asked for the address can"
                    + " still paste it for ten minutes from the beginning.",
            min = "1")
    int callbackSeconds() default 180;

    /**
     * Says how long before they are due tokens are renewed in the background.
     *
     * @return seconds
     */
    @AttributeDefinition(
            name = "Refresh ahead",
            description = "How many seconds before they must no longer be used tokens are renewed in the background,"
                    + " if nobody needed them sooner.",
            min = "0")
    int refreshAheadSeconds() default 300;
}
