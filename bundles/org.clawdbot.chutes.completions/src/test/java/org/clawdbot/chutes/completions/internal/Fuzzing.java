package org.clawdbot.chutes.completions.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.chutes.wire.ChutesErrors;
import org.clawdbot.chutes.wire.FailedExchange;

/**
 * What has to hold for any bytes a server may send. A fuzzer calls {@link #fuzzerTestOneInput} (see {@code
 * fuzz} in this bundle's folder), and so does the short form in the tests.
 */
public final class Fuzzing {

    private static final Call NEVER_SENT = new OkHttpClient()
            .newCall(new Request.Builder().url("http://127.0.0.1/").build());
    private static final ReplyWatch WATCH = new ReplyWatch();
    private static final ErrorDetails CHUTES = ErrorDetails.ofProvider("chutes");
    private static final int MAX_MESSAGE = 2_000;
    private static final int KINDS = 4;
    private static final int[] STATUSES = {400, 401, 402, 403, 404, 408, 413, 422, 426, 429, 500, 502, 503, 302};

    private Fuzzing() {}

    /** The entry for the fuzzer: the first byte chooses what is tried, the second how. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        int how = input[1] & 0xFF;
        byte[] data = Arrays.copyOfRange(input, 2, input.length);
        switch (Math.floorMod(input[0], KINDS)) {
            case 0 -> framing(data, how);
            case 1 -> reply(data, how);
            case 2 -> refusal(data, how);
            default -> toolArguments(data, how);
        }
    }

    /** However the bytes are split, the reader finds what the obvious one finds. */
    static void framing(byte[] stream, int split) throws IOException {
        List<String> obvious = ObviousSse.read(stream);
        require(obvious.equals(framed(new ByteArrayInputStream(stream))), "the reader disagrees with the rules");
        require(obvious.equals(framed(new Split(stream, split))), "the split matters to the reader");
    }

    private static List<String> framed(InputStream stream) throws IOException {
        SseReader reader = new SseReader(stream);
        List<String> found = new ArrayList<>();
        while (true) {
            SseReader.Found next = reader.next();
            if (next == SseReader.Found.END) {
                found.add("END");
                return found;
            }
            found.add(next + " "
                    + new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1));
        }
    }

    /** A reply ends whole or with a typed error, the same for any split, and what is whole is what was said. */
    static void reply(byte[] stream, int how) {
        String once = played(new ByteArrayInputStream(stream), how);
        require(once.equals(played(new Split(stream, how), how)), "the split matters to the reply");
        try {
            ReplyAssembler reply = assembler(how);
            new WholeReply(reply, CHUTES).read(stream);
        } catch (ModelException e) {
            check(e);
        }
    }

    private static String played(InputStream stream, int how) {
        StringBuilder events = new StringBuilder();
        StringBuilder text = new StringBuilder();
        Response response = new Response.Builder()
                .request(NEVER_SENT.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(Okio.buffer(Okio.source(stream)), null, -1))
                .build();
        ReplyWatch.Watched watched = WATCH.watch(NEVER_SENT, Transports.PATIENT, System.nanoTime(), () -> {});
        OpenReply open = new OpenReply(NEVER_SENT, response, watched, assembler(how), CHUTES);
        try {
            ChatResult result = null;
            for (ChatEvent event : new HttpChatStream(open, Transports.PATIENT)) {
                require(result == null, "an event after the end");
                events.append(event).append('\n');
                if (event instanceof ChatEvent.TextDelta delta) {
                    text.append(delta.text());
                } else if (event instanceof ChatEvent.Completed completed) {
                    result = completed.result();
                }
            }
            require(result != null, "a stream ended without its last event");
            require(result.finishReason() != null, "a whole reply without a reason to finish");
            require(result.text().contentEquals(text), "a whole reply that is not what was said");
        } catch (StreamBrokenException e) {
            check(e);
            ChatResult partial = e.partial().orElseThrow();
            require(partial.finishReason() == null, "a broken reply with a reason to finish");
            events.append(e.code()).append(partial);
        }
        return events.toString();
    }

    private static ReplyAssembler assembler(int how) {
        ReplyRules.ThinkingTags[] tags = ReplyRules.ThinkingTags.values();
        Set<String> tools = (how & 0x40) == 0 ? Set.of() : Set.of("get_weather", "current_time");
        return new ReplyAssembler(new ReplyRules("chutes/a/b", tags[how % tags.length], tools, List.of()), null, null);
    }

    /** Any refusal becomes a typed error with a message that can be shown. */
    static void refusal(byte[] body, int how) {
        String text = new String(body, StandardCharsets.UTF_8);
        String header = text.lines().findFirst().orElse("");
        check(ChutesErrors.of(
                new FailedExchange(
                        STATUSES[how % STATUSES.length], text, name -> name.equals("Retry-After") ? header : null),
                CHUTES));
    }

    /** Repaired arguments are an object; what needs no repair stays as it is. */
    static void toolArguments(byte[] written, int how) {
        String text = new String(written, StandardCharsets.UTF_8);
        Optional<String> repaired = ToolArguments.repaired(text, (how & 1) == 0);
        repaired.ifPresent(arguments -> {
            require(ToolArguments.isObject(arguments), "repaired arguments that are no object");
            require(
                    ToolArguments.repaired(arguments, true).orElse("").equals(arguments),
                    "a repair that does not last");
        });
    }

    private static void check(ModelException e) {
        String message = e.getMessage();
        require(message != null && !message.isBlank(), "an error without a message");
        require(message.length() <= MAX_MESSAGE, "an endless message");
        require(message.lines().count() == 1, "a message of several lines");
        require(!e.code().isBlank(), "an error without a code");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("Found: " + otherwise);
        }
    }

    /** Hands the bytes over in pieces of changing sizes. */
    private static final class Split extends ByteArrayInputStream {

        private int next;

        Split(byte[] bytes, int seed) {
            super(bytes);
            this.next = seed;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            next = next * 31 + 7;
            return super.read(buffer, offset, Math.min(length, 1 + Math.floorMod(next >> 3, 11)));
        }
    }
}
