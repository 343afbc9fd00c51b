package org.clawdbot.chutes.catalog.internal;

import org.clawdbot.chutes.wire.Endpoint;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the catalog. */
@ObjectClassDefinition(name = "Chutes live catalog", description = "The models that Chutes.ai serves now.")
public @interface LiveCatalogConfig {

    /**
     * Gives the address of the inference service.
     *
     * @return a base URL
     */
    @AttributeDefinition(name = "Base URL", description = "Base URL of the inference service.")
    String baseUrl() default Endpoint.INFERENCE;

    /**
     * Gives the address of the account service, which knows the aliases of the account.
     *
     * @return a base URL, or empty for that of Chutes, or for none where the inference service is another one
     */
    @AttributeDefinition(
            name = "Account URL",
            description =
                    "Base URL of the account service, which knows the account's aliases for models. Empty for that of "
                            + "Chutes; where baseUrl is another server's, empty for none: its keys are not shown to Chutes.")
    String accountUrl() default "";

    /**
     * Says how long a list is fresh.
     *
     * @return seconds
     */
    @AttributeDefinition(
            name = "Fresh for",
            description = "How long a list is used before it is fetched anew, in seconds.",
            min = "0")
    int freshSeconds() default 300;

    /**
     * Limits how long a fetch may take.
     *
     * @return seconds
     */
    @AttributeDefinition(
            name = "Timeout",
            description = "How long fetching the list may take in all, in seconds.",
            min = "1")
    int timeoutSeconds() default 20;

    /**
     * Names the file that keeps the last good list.
     *
     * @return a path, or empty for the usual place in the state folder
     */
    @AttributeDefinition(
            name = "Cache file",
            description = "The file that keeps the last good list; empty for catalog/chutes.json in the state folder.")
    String cacheFile() default "";
}
