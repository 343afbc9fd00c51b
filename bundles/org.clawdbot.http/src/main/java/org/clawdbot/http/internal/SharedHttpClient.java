package org.clawdbot.http.internal;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.host.Environment;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers one {@link OkHttpClient} to every bundle that talks HTTP, so that connections, threads and network settings are
 * shared. Derive from it with {@code newBuilder()}.
 *
 * <p>The client is made when the first bundle asks for it, and its threads and sockets go when this component does.
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
    }

    private final ServiceRegistration<OkHttpClient> registration;
    private final LazyClient client;

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
        String userAgent = "clawdbot/" + context.getBundle().getVersion();
        Duration connectTimeout = Duration.ofSeconds(Math.max(1, config.connectSeconds()));
        this.client = new LazyClient(() -> {
            OkHttpClient.Builder builder = ClientSettings.apply(new OkHttpClient.Builder(), connectTimeout, userAgent);
            ProxySettings.of(variables::get).ifPresent(proxy -> proxy.applyTo(builder));
            return builder.build();
        });
        Map<String, Object> properties =
                Map.of(Constants.SERVICE_DESCRIPTION, "The HTTP client shared by all Clawdbot bundles");
        this.registration = context.registerService(OkHttpClient.class, client, FrameworkUtil.asDictionary(properties));
    }

    /** Takes the client back; calls that are still running fail. */
    @Deactivate
    public void close() {
        registration.unregister();
        client.close();
    }

    /** Makes the client for the first bundle that asks. */
    static final class LazyClient implements ServiceFactory<OkHttpClient> {

        private final Supplier<OkHttpClient> maker;
        private @Nullable OkHttpClient made;
        private boolean closed;

        LazyClient(Supplier<OkHttpClient> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized @Nullable OkHttpClient getService(
                Bundle bundle, ServiceRegistration<OkHttpClient> registration) {
            return closed ? null : get();
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<OkHttpClient> registration, OkHttpClient service) {}

        synchronized OkHttpClient get() {
            OkHttpClient client = made;
            if (client == null) {
                client = maker.get();
                made = client;
            }
            return client;
        }

        synchronized void close() {
            closed = true;
            OkHttpClient client = made;
            if (client != null) {
                client.dispatcher().cancelAll();
                client.dispatcher().executorService().shutdown();
                client.connectionPool().evictAll();
            }
        }
    }
}
