package org.clawdbot.telemetry.internal;

import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.observation.ChatObservation;
import org.clawdbot.api.observation.ChatObserver;
import org.clawdbot.api.observation.ObservedRequest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Makes a span and measurements of every chat request. The host brings an {@link OpenTelemetry} as a service; while there
 * is none, requests go unobserved.
 */
@Component(name = TelemetryObserver.PID)
@Designate(ocd = TelemetryObserver.Config.class)
public final class TelemetryObserver implements ChatObserver {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.telemetry";

    /** The settings of what is recorded. */
    @ObjectClassDefinition(name = "Clawdbot telemetry", description = "Traces and metrics of chat requests.")
    public @interface Config {

        /**
         * Tells whether what people write is recorded.
         *
         * @return whether spans carry messages
         */
        @AttributeDefinition(
                name = "Record content",
                description = "Whether spans carry the messages of requests and replies, which are private.")
        boolean recordContent() default false;
    }

    private final @Nullable Instruments instruments;
    private final boolean recordContent;
    private final LongSupplier nanoTime;

    /** Only looked at, never called: where requests go is among their properties. */
    @Reference(
            name = "transports",
            service = CompletionsTransport.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Map<String, Object>> transports = List.of();

    /**
     * Records with what the host brings.
     *
     * @param config the settings
     * @param telemetry where spans and measurements go, or null while the host brings nothing
     */
    @Activate
    public TelemetryObserver(
            Config config,
            @Reference(
                            name = "telemetry",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    OpenTelemetry telemetry) {
        this(
                telemetry,
                FrameworkUtil.getBundle(TelemetryObserver.class).getVersion().toString(),
                config.recordContent(),
                System::nanoTime);
    }

    TelemetryObserver(@Nullable OpenTelemetry telemetry, String version, boolean recordContent, LongSupplier nanoTime) {
        this.instruments = telemetry == null ? null : Instruments.of(telemetry, version);
        this.recordContent = recordContent;
        this.nanoTime = nanoTime;
    }

    /** Takes transports as the container would give them. */
    TelemetryObserver sendingThrough(List<Map<String, Object>> now) {
        transports = now;
        return this;
    }

    @Override
    public ChatObservation started(ObservedRequest request) {
        return instruments == null
                ? ChatObservation.NONE
                : new RequestSpan(instruments, request, recordContent, () -> transports, nanoTime);
    }
}
