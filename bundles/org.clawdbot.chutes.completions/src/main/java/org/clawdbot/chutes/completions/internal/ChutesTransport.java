package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.host.FirstUse;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.Lazy;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Sends chat completions to Chutes and reads the replies as they arrive.
 *
 * <p>A stream that has begun goes on when this component is replaced: it holds all it needs.
 */
@Component(name = ChutesTransport.PID)
@Designate(ocd = ChutesTransport.Config.class)
@ModelProvider(ChutesTransport.PROVIDER)
public final class ChutesTransport implements CompletionsTransport {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.chutes.completions";

    static final String PROVIDER = "chutes";

    /** The settings of the transport. */
    @ObjectClassDefinition(
            name = "Chutes completions",
            description = "Sends chat completions to Chutes.ai and streams the replies.")
    public @interface Config {

        /**
         * Gives the address of the inference service.
         *
         * @return a base URL
         */
        @AttributeDefinition(name = "Base URL", description = "Base URL of the inference service.")
        String baseUrl() default Endpoint.INFERENCE;

        /**
         * Gives headers to send with every request.
         *
         * @return lines of the form {@code Name: value}
         */
        @AttributeDefinition(
                name = "Headers",
                description = "Headers to send with every request, each as Name: value.",
                type = AttributeType.PASSWORD)
        String[] _headers() default {};

        /**
         * Limits how long connecting may take.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Connect timeout",
                description = "How long connecting may take, in seconds.",
                min = "1")
        int connectSeconds() default 10;

        /**
         * Limits how long the first token may take.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "First token timeout",
                description = "How long the first token may take, in seconds; a cold model loads for minutes.",
                min = "1")
        int firstTokenSeconds() default 300;

        /**
         * Limits how long a reply may pause.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Idle timeout",
                description = "How long a reply that has begun may pause, in seconds.",
                min = "1")
        int idleSeconds() default 120;

        /**
         * Limits how long a request may take in all.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Total timeout",
                description = "How long a request may take from connecting to the last token, in seconds.",
                min = "1")
        int totalSeconds() default 3600;

        /**
         * Limits how often a request is sent again before its first token.
         *
         * @return a number, 0 for never
         */
        @AttributeDefinition(
                name = "Retries",
                description = "How often a request that failed before its first token is sent again; 0 for never.",
                min = "0")
        int maxRetries() default 2;

        /**
         * Limits how long a request waits between its tries in all.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Retry time",
                description = "How long the waits between the tries of one request may last together, in seconds.",
                min = "0")
        int retrySeconds() default 5;

        /**
         * Limits how many requests one credential sends a minute.
         *
         * @return a number, 0 for no limit
         */
        @AttributeDefinition(
                name = "Requests per minute",
                description =
                        "How many requests one credential may send a minute until Chutes tells its own limit; 0 for any number.",
                min = "0")
        int requestsPerMinute() default 60;
    }

    /** Long enough for a first connection. */
    private static final Duration FIRST_USE = Duration.ofMillis(300);

    private static final int MAX_REPLY_BYTES = 64 * 1024 * 1024;

    /** Up to here there is room for what a server announces before it comes. */
    private static final int USUAL_REPLY_BYTES = 256 * 1024;

    private final Timeouts timeouts;
    private final CompletionSender sender;
    private final Rehearsal rehearsal;
    private final FirstUse firstUse;
    private final AtomicInteger beginning = new AtomicInteger();
    private volatile boolean leaving;

    /**
     * Sends to the configured address.
     *
     * @param config the settings
     * @param http gives the shared HTTP client
     */
    @Activate
    public ChutesTransport(
            Config config,
            @Reference(name = "http", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<OkHttpClient> http) {
        this(TransportSettings.of(config), http::getService, RateLimiters.SHARED, Pause::real);
    }

    ChutesTransport(
            TransportSettings settings,
            Supplier<@Nullable OkHttpClient> http,
            RateLimiters limiters,
            Pause betweenTries) {
        Supplier<OkHttpClient> client =
                new Lazy<>(() -> TimedUpload.apply(SendOnce.apply(present(http).newBuilder()))
                        .connectTimeout(settings.timeouts().connect())
                        .readTimeout(Duration.ZERO) // the watch knows whether the first token or a later one is late
                        .build());
        this.timeouts = settings.timeouts();
        this.sender = new CompletionSender(settings, client, limiters, betweenTries);
        this.rehearsal = new Rehearsal(settings, client);
        this.firstUse = new FirstUse(rehearsal::play, FIRST_USE);
    }

    /** Lets running replies go on without the jar of this bundle, which may be on its way out. */
    @Deactivate
    public void deactivate() {
        leaving = true;
        if (beginning.get() > 0 || sender.isBusy()) {
            rehearsal.play();
        }
    }

    /** Sends, unless the classes to read the answer with have gone: nothing is to be sent twice for want of them. */
    private OpenReply send(CompletionRequest request, boolean stream) {
        beginning.incrementAndGet();
        try {
            if (leaving) {
                rehearsal.play();
            }
            return firstUse.run(() -> sender.send(request, stream));
        } finally {
            beginning.decrementAndGet();
        }
    }

    /** The client, or this component itself, may have gone since the caller was given this transport. */
    private static OkHttpClient present(Supplier<@Nullable OkHttpClient> http) {
        IllegalStateException deactivated = null;
        try {
            OkHttpClient client = http.get();
            if (client != null) {
                return client;
            }
        } catch (IllegalStateException e) { // how Declarative Services refuses one that it has deactivated
            deactivated = e;
        }
        MissingPartException missing = new MissingPartException(
                "OkHttpClient",
                "The HTTP client has just gone; start or install the bundle org.clawdbot.http, or try again",
                ErrorDetails.ofProvider(PROVIDER));
        if (deactivated != null) {
            missing.addSuppressed(deactivated);
        }
        throw missing;
    }

    @Override
    public ChatStream stream(CompletionRequest request) {
        OpenReply open = send(request, true);
        try {
            return new HttpChatStream(open, timeouts);
        } catch (LinkageError e) { // the bundle was updated
            open.abandon();
            throw e;
        }
    }

    @Override
    public ChatResult complete(CompletionRequest request) {
        try (OpenReply open = send(request, false)) {
            open.watched().begin();
            return new WholeReply(open.reply(), open.known()).read(body(open));
        }
    }

    private byte[] body(OpenReply open) {
        try {
            byte[] body = read(open.body(), open.response().body().contentLength());
            if (body.length > MAX_REPLY_BYTES) {
                throw new SseReader.StreamLimitException(
                        "it is larger than " + MAX_REPLY_BYTES / (1024 * 1024) + " MiB");
            }
            return body;
        } catch (IOException e) {
            ModelException broken = new BrokenReply(open, timeouts).by(e, false);
            open.call().cancel(); // or else closing it would read on, in the hope of using the connection again
            throw broken;
        }
    }

    /**
     * Reads up to the end, or one byte more than there may be; a length that is known needs no second buffer. The end has to
     * be seen also then: HTTP/2 breaks off a stream that is closed before it.
     */
    private static byte[] read(InputStream in, long contentLength) throws IOException {
        if (contentLength < 0 || contentLength > USUAL_REPLY_BYTES) {
            return in.readNBytes(MAX_REPLY_BYTES + 1);
        }
        byte[] body = new byte[(int) contentLength];
        int count = in.readNBytes(body, 0, body.length);
        return count == body.length && in.read() < 0 ? body : Arrays.copyOf(body, count);
    }
}
