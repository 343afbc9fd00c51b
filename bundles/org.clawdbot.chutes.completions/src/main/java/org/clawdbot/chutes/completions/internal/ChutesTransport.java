package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Lazy;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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

    private static final System.Logger LOG = System.getLogger(PID);
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final int MAX_REPLY_BYTES = 64 * 1024 * 1024;

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
    }

    private final TransportSettings settings;
    private final Lazy<OkHttpClient> http;
    private final ReplyWatch watch = new ReplyWatch();

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
        this(TransportSettings.of(config), http::getService);
    }

    ChutesTransport(TransportSettings settings, Supplier<OkHttpClient> http) {
        this.settings = settings;
        this.http = new Lazy<>(() -> SendOnce.apply(present(http.get()).newBuilder())
                .connectTimeout(settings.connect())
                .readTimeout(Duration.ZERO) // the watch knows whether the first token or a later one is late
                .callTimeout(settings.total())
                .build());
    }

    /** The client may have gone since the caller was given this transport; then so has the transport. */
    private static OkHttpClient present(@Nullable OkHttpClient client) {
        if (client == null) {
            throw new MissingPartException(
                    "OkHttpClient",
                    "The HTTP client has just gone; start or install the bundle org.clawdbot.http, or try again",
                    ErrorDetails.ofProvider("chutes"));
        }
        return client;
    }

    @Override
    public ChatStream stream(CompletionRequest request) {
        ErrorDetails known = known(request);
        Call call = http.get().newCall(CompletionHttpRequest.of(request, settings, true));
        ReplyWatch.Watched watched = watch.watch(call, settings.firstToken());
        boolean handedOver = false;
        try {
            Response response = send(call, watched, known);
            ChatStream stream = new HttpChatStream(call, response, assembler(request, response), watched, known);
            handedOver = true;
            return stream;
        } finally {
            if (!handedOver) {
                watched.end();
            }
        }
    }

    @Override
    public ChatResult complete(CompletionRequest request) {
        ErrorDetails known = known(request);
        Call call = http.get().newCall(CompletionHttpRequest.of(request, settings, false));
        ReplyWatch.Watched watched = watch.watch(call, settings.firstToken());
        try (Response response = send(call, watched, known)) {
            ReplyAssembler reply = assembler(request, response);
            byte[] body = new WatchedInputStream(response.body().byteStream(), watched).readNBytes(MAX_REPLY_BYTES + 1);
            if (body.length > MAX_REPLY_BYTES) {
                throw reply.broken(
                        "too-large",
                        "The reply is larger than " + MAX_REPLY_BYTES / (1024 * 1024) + " MiB",
                        known,
                        null);
            }
            return new WholeReply(reply, known).read(body);
        } catch (IOException e) {
            throw ChutesErrors.of(e, settings.endpoint().host(), known);
        } finally {
            watched.end();
        }
    }

    /** Waits for the headers, which Chutes sends with the first token. */
    private Response send(Call call, ReplyWatch.Watched watched, ErrorDetails known) {
        long start = System.nanoTime();
        watched.waiting();
        try {
            Response response = call.execute();
            watched.received();
            watched.limit(settings.idle());
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "POST {0} {1} after {2} ms, invocation {3}",
                    settings.endpoint().host(),
                    response.code(),
                    (System.nanoTime() - start) / 1_000_000,
                    response.header(ChutesErrors.INVOCATION_ID));
            if (!response.isSuccessful()) {
                throw failed(response, known);
            }
            return response;
        } catch (IOException e) {
            if (watched.expired()) {
                throw new ProviderUnavailableException(
                        "first-token-timeout",
                        "The model did not begin to answer within "
                                + settings.firstToken().toSeconds()
                                + " s; it may be loading, so try again later, or raise firstTokenSeconds",
                        known,
                        e);
            }
            throw ChutesErrors.of(e, settings.endpoint().host(), known);
        }
    }

    private static RuntimeException failed(Response response, ErrorDetails known) throws IOException {
        try (response;
                InputStream stream = response.body().byteStream()) {
            String body = new String(stream.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
            return ChutesErrors.of(new FailedExchange(response.code(), body, response::header), known);
        }
    }

    private static ReplyAssembler assembler(CompletionRequest request, Response response) {
        return new ReplyAssembler(
                request.model().reference().toString(),
                response.header(ChutesErrors.INVOCATION_ID),
                LimitHeaders.read(response::header));
    }

    private static ErrorDetails known(CompletionRequest request) {
        return ErrorDetails.ofProvider(PROVIDER)
                .withModel(request.model().reference().id())
                .withProfile(request.credential().profileId());
    }
}
