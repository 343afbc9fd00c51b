package org.clawdbot.chutes.completions.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.clawdbot.api.auth.Credential;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ModelException;

/**
 * Plays replies of each kind through everything that reads replies, without a network. An update of the bundle takes its
 * jar away, and what a running reply then needs for the first time is not to be had any more; so the classes are loaded
 * before it goes, and only if there are such replies, which costs nothing at the start. They are also loaded before many
 * threads need them at the same time (see {@link org.clawdbot.api.host.FirstUse}).
 */
final class Rehearsal {

    private static final System.Logger LOG = System.getLogger(ChutesTransport.PID);

    /** Classes are loaded once, however many transports this bundle has in its time. */
    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String TEXT =
            """
            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}

            """;
    private static final String BEGUN =
            """
            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"reasoning_content":"a"},"finish_reason":null}]}

            """
                    + TEXT.repeat(4);
    private static final String CALLS =
            """
            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\":"}}]}}]}

            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1,"}}]}}]}

            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            """;
    private static final String END =
            """
            data: {"id":"1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

            data: [DONE]

            """;
    private static final String WHOLE =
            """
            {"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private static final List<String> STREAMS = List.of(
            BEGUN + END,
            BEGUN + CALLS + END,
            BEGUN,
            BEGUN + "data: {\"error\": {\"message\": \"a\"}}\n\n",
            BEGUN + "{\"detail\": \"a\"}\n",
            BEGUN + "data: nonsense\n\n");

    private final TransportSettings settings;
    private final Supplier<OkHttpClient> http;

    Rehearsal(TransportSettings settings, Supplier<OkHttpClient> http) {
        this.settings = new TransportSettings(
                settings.endpoint(), settings.headers(), settings.timeouts(), new RetryPolicy(0, Duration.ZERO), 0);
        this.http = http;
    }

    /**
     * Plays, unless that was done.
     *
     * @throws LinkageError if the jar has gone already
     */
    void play() {
        if (PLAYED.get()) {
            return;
        }
        STREAMS.forEach(reply -> {
            try (ChatStream stream = answering(200, reply).stream(request())) {
                for (ChatEvent event : stream) {
                    LOG.log(System.Logger.Level.TRACE, event);
                }
            } catch (ModelException e) {
                LOG.log(System.Logger.Level.TRACE, "Rehearsed: {0}", e.code());
            }
        });
        for (int status : new int[] {200, 503}) {
            try {
                LOG.log(System.Logger.Level.TRACE, answering(status, WHOLE).complete(request()));
            } catch (ModelException e) {
                LOG.log(System.Logger.Level.TRACE, "Rehearsed: {0}", e.code());
            }
        }
        PLAYED.set(true);
    }

    private ChutesTransport answering(int status, String body) {
        OkHttpClient offline = http.get()
                .newBuilder()
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(status)
                        .message("")
                        .body(ResponseBody.create(body, JSON))
                        .build())
                .build();
        return new ChutesTransport(
                settings, () -> offline, new RateLimiters(System::nanoTime, Pause::real), Pause::real);
    }

    private static CompletionRequest request() {
        return new CompletionRequest(
                ModelInfo.builder(new ModelReference(ChutesTransport.PROVIDER, "a/m"))
                        .build(),
                ChatRequest.builder()
                        .user("a")
                        .tools(List.of(new ToolDefinition("f", "a", "{\"type\": \"object\"}")))
                        .build(),
                new Credential(ChutesTransport.PROVIDER, "a", "api-key", Secret.of("a"), null),
                false);
    }
}
