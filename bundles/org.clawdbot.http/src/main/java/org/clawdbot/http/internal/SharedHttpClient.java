package org.clawdbot.http.internal;

import java.util.Map;
import okhttp3.OkHttpClient;
import org.clawdbot.api.host.Environment;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers one {@link OkHttpClient} to every bundle that talks HTTP, so that connections, threads and network settings are
 * shared. Derive from it with {@code newBuilder()}.
 *
 * <p>The client is made when the first bundle asks for it. Its threads and sockets go when the last one has let go of it
 * and its calls have ended. When this component goes and somebody does not let go of it, they go at once.
 */
@Component(
        name = SharedHttpClient.PID,
        service = {},
        immediate = true)
@Designate(ocd = SharedHttpClient.Config.class)
public final class SharedHttpClient {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.http";

    /** The settings of the shared client. */
    @ObjectClassDefinition(
            name = "Clawdbot HTTP client",
            description = "The HTTP client that all Clawdbot bundles share.")
    public @interface Config {

        /**
         * Limits how long connecting may take.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Connect timeout",
                description = "How long connecting to a server may take, in seconds.",
                min = "1")
        int connectSeconds() default 10;

        /**
         * Names the proxy.
         *
         * @return a URL, or empty
         */
        @AttributeDefinition(
                name = "Proxy",
                description =
                        "The proxy, as http://user:password@host:port or socks5://user:password@host:port; empty for HTTPS_PROXY or ALL_PROXY.",
                type = AttributeType.PASSWORD)
        String _proxy() default "";

        /**
         * Names the hosts to go to without the proxy.
         *
         * @return host names, for their subdomains as well
         */
        @AttributeDefinition(
                name = "No proxy",
                description = "Hosts to reach without the proxy, with their subdomains; empty for NO_PROXY.")
        String[] noProxy() default {};

        /**
         * Names a file with certificates.
         *
         * @return a path, or empty
         */
        @AttributeDefinition(
                name = "CA file",
                description = "A file with certificates (PEM) to trust besides those of the JVM; empty for none.")
        String caFile() default "";
    }

    private final ServiceRegistration<OkHttpClient> registration;
    private final LastingClient client;

    /**
     * Offers the client.
     *
     * @param context where to register it
     * @param config the settings
     * @param environment the host's variables; those of the process where the host has no such service
     */
    @Activate
    public SharedHttpClient(
            BundleContext context,
            Config config,
            @Reference(
                            name = "environment",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Environment environment) {
        Environment variables = environment == null ? Environment.ofProcess() : environment;
        ClientSettings settings =
                ClientSettings.of(config, "clawdbot/" + context.getBundle().getVersion());
        this.client = new LastingClient(() -> settings.client(variables::get));
        Map<String, Object> properties =
                Map.of(Constants.SERVICE_DESCRIPTION, "The HTTP client shared by all Clawdbot bundles");
        this.registration = context.registerService(OkHttpClient.class, client, FrameworkUtil.asDictionary(properties));
    }

    /**
     * Takes the client back. Calls end by themselves, but where the whole framework stops, those of who does not let go of
     * it fail.
     *
     * @param context tells whether the framework stops
     */
    @Deactivate
    public void close(BundleContext context) {
        registration.unregister();
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        if (framework == null || framework.getState() == Bundle.STOPPING) {
            client.close();
        } else {
            client.retire();
        }
    }
}
