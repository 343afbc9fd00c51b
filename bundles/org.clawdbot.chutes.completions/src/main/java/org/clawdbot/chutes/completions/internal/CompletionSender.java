package org.clawdbot.chutes.completions.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.completions.CompletionRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.FailedExchange;
import org.clawdbot.chutes.wire.Lazy;

/**
 * Sends a request until the server begins to answer: waits for its turn, tries, and tries again where that may help.
 * After the first token nothing is ever sent again.
 */
final class CompletionSender {

    private static final System.Logger LOG = System.getLogger(ChutesTransport.PID);
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final long NOTICES_LINGER_SECONDS = 1;

    private final TransportSettings settings;
    private final Supplier<OkHttpClient> http;
    private final Supplier<HttpUrl> address;
    private final Supplier<String> host;
    private final RateLimiters limiters;
    private final Pause pause;
    private final ReplyWatch watch = new ReplyWatch();
    private final Executor background;

    CompletionSender(TransportSettings settings, Supplier<OkHttpClient> http, RateLimiters limiters, Pause pause) {
        this.settings = settings;
        this.http = http;
        this.address = new Lazy<>(() -> CompletionHttpRequest.address(settings));
        this.host = new Lazy<>(() -> settings.endpoint().host());
        this.limiters = limiters;
        this.pause = pause;
        this.background = new ThreadPoolExecutor(
                0, 1, NOTICES_LINGER_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "clawdbot-completions-notices");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Gives the answer as soon as it is known to be one, which Chutes decides with the first token. */
    OpenReply send(CompletionRequest request, boolean stream) {
        try (Notices notices = new Notices(request.notices(), background)) {
            return new Sending(request, stream, notices).run();
        }
    }

    /** Whether there are requests that were sent and replies that are not read to their end. */
    boolean isBusy() {
        return watch.isBusy();
    }

    /** One request and all of its tries. */
    private final class Sending {

        private final CompletionRequest request;
        private final CompletionHttpRequest sent;
        private final Notices notices;
        private final ErrorDetails known;
        private final RateLimiter limiter;
        private final long start = System.nanoTime();
        private final AtomicBoolean saidSlow = new AtomicBoolean();
        private final List<Attempt> failed = new ArrayList<>();

        Sending(CompletionRequest request, boolean stream, Notices notices) {
            this.request = request;
            this.sent = CompletionHttpRequest.of(request, address.get(), settings, stream);
            this.notices = notices;
            this.known = ErrorDetails.ofProvider(ChutesTransport.PROVIDER)
                    .withModel(request.model().reference().id())
                    .withProfile(request.credential().profileId());
            this.limiter = limiters.of(host.get(), request.credential().profileId());
        }

        OpenReply run() {
            Duration waited = Duration.ZERO;
            while (true) {
                awaitTurn();
                Try attempt = new Try();
                try {
                    return attempt.open();
                } catch (ModelException e) {
                    Duration wait = settings.retries()
                            .pauseAfter(attempt.failed(e), failed.size(), waited, () -> ThreadLocalRandom.current()
                                    .nextDouble())
                            .filter(next -> next.compareTo(patience()) < 0)
                            .orElseThrow(() -> e);
                    failed.add(Attempt.failed(request.model().reference().toString(), known.profileId(), e));
                    tellRetry(e, wait);
                    sleep(wait);
                    waited = waited.plus(wait);
                }
            }
        }

        private void awaitTurn() {
            if (settings.requestsPerMinute() == 0) {
                return;
            }
            try {
                boolean may = limiter.acquire(
                        settings.requestsPerMinute(),
                        patience(),
                        () -> notices.tell(
                                "rate-limited",
                                "Waiting: this credential has sent as many requests as Chutes allows in a minute"));
                if (!may) {
                    throw new ProviderUnavailableException(
                            "rate-limit",
                            "Nothing was sent: this credential has too many requests waiting for the limit of Chutes;"
                                    + " try again later, or send less",
                            known,
                            null);
                }
            } catch (InterruptedException e) {
                throw cancelled(e);
            }
        }

        private void tellRetry(ModelException e, Duration wait) {
            String code = e.code().equals("cold") ? "warming-up" : "retrying";
            notices.tell(
                    code,
                    String.format(
                            Locale.ROOT,
                            "%s. Trying again in %.1f s (%d of %d)",
                            ChutesErrors.reason(e),
                            wait.toMillis() / 1000.0,
                            failed.size(),
                            settings.retries().maxRetries()));
        }

        private void tellSlow() {
            if (saidSlow.compareAndSet(false, true)) {
                notices.tellSoon(
                        "warming-up",
                        request.model().reference() + " has not begun to answer yet; it may be warming up,"
                                + " which takes minutes. Waiting for up to "
                                + settings.timeouts().firstToken().toSeconds() + " s");
            }
        }

        private void sleep(Duration wait) {
            try {
                pause.sleep(wait);
            } catch (InterruptedException e) {
                throw cancelled(e);
            }
        }

        /** How much longer the first token may be waited for. */
        private Duration patience() {
            return settings.timeouts().firstToken().minusNanos(System.nanoTime() - start);
        }

        private RequestCancelledException cancelled(InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RequestCancelledException("The request was cancelled", known, e);
        }

        /** One try. */
        private final class Try {

            private final SendOnce.Mark mark = new SendOnce.Mark();
            private final Call call = http.get().newCall(sent.with(mark));
            private final ReplyWatch.Watched watched =
                    watch.watch(call, settings.timeouts(), start, Sending.this::tellSlow);
            private boolean retryForbidden;

            FailedTry failed(ModelException e) {
                return new FailedTry(e, mark.sent(), retryForbidden);
            }

            OpenReply open() {
                boolean handedOver = false;
                watched.waiting();
                try {
                    Response response = call.execute();
                    watched.received();
                    OpenReply open = reply(response);
                    handedOver = true;
                    return open;
                } catch (IOException e) {
                    throw broken(e);
                } finally {
                    if (!handedOver) {
                        watched.end();
                    }
                }
            }

            private OpenReply reply(Response response) {
                try {
                    log(response);
                    limiter.told(response.header("X-Chutes-RL-User"));
                    if (!response.isSuccessful()) {
                        throw refused(response);
                    }
                    ReplyAssembler reply = sent.reply(response).after(failed);
                    return new OpenReply(call, response, watched, reply, known);
                } catch (LinkageError e) { // the bundle was updated; nobody else is there to close the response
                    call.cancel();
                    response.close();
                    throw e;
                }
            }

            private ModelException refused(Response response) {
                retryForbidden = "false".equalsIgnoreCase(response.header("x-should-retry"));
                ModelException error = ChutesErrors.of(
                        new FailedExchange(
                                response.code(),
                                errorBody(response),
                                response::header,
                                request.credential().mode()),
                        known);
                Duration asked = error.details().retryAfter();
                if (response.code() == 429 && asked != null && !error.code().equals("capacity")) {
                    limiter.hold(asked);
                }
                return error;
            }

            /** What can be had of the body; the status says enough without it. */
            private String errorBody(Response response) {
                byte[] body = new byte[MAX_ERROR_BYTES];
                int length = 0;
                long patience = settings.timeouts().idle().toNanos();
                long begun = System.nanoTime();
                watched.begin();
                try (InputStream in = new WatchedInputStream(response.body().byteStream(), watched)) {
                    int count = 0;
                    while (count >= 0 && length < body.length && System.nanoTime() - begun < patience) {
                        count = in.read(body, length, body.length - length);
                        length += Math.max(0, count);
                    }
                    if (count >= 0) {
                        call.cancel(); // what is left is of no use
                    }
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "The body of a refusal was cut off: {0}", e.toString());
                }
                return new String(body, 0, length, StandardCharsets.UTF_8);
            }

            private ModelException broken(IOException e) {
                ReplyWatch.Verdict verdict = watched.verdict();
                if (verdict == ReplyWatch.Verdict.FIRST_TOKEN) {
                    return new ProviderUnavailableException(
                            "first-token-timeout",
                            "The model did not begin to answer within "
                                    + settings.timeouts().firstToken().toSeconds()
                                    + " s; it may be loading, so try again later, or raise firstTokenSeconds",
                            known,
                            e);
                }
                if (verdict == ReplyWatch.Verdict.TOTAL) {
                    return new ProviderUnavailableException(
                            "total-timeout",
                            "The request took longer than it may in all; try again, or raise totalSeconds",
                            known,
                            e);
                }
                if (verdict == ReplyWatch.Verdict.INTERRUPTED) {
                    return new RequestCancelledException("The request was cancelled", known, e);
                }
                if (!mark.sent()
                        && e instanceof InterruptedIOException
                        && !Thread.currentThread().isInterrupted()) {
                    return new ProviderUnavailableException(
                            "connect-timeout",
                            "No connection to " + settings.endpoint().host() + " within "
                                    + settings.timeouts().connect().toSeconds()
                                    + " s; check the network and the proxy, or raise connectSeconds",
                            known,
                            e);
                }
                return ChutesErrors.of(e, settings.endpoint().host(), known);
            }

            private void log(Response response) {
                if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "POST {0} {1} after {2} ms, invocation {3}",
                            settings.endpoint().host(),
                            response.code(),
                            (System.nanoTime() - start) / 1_000_000,
                            response.header(ChutesErrors.INVOCATION_ID));
                }
            }
        }
    }
}
