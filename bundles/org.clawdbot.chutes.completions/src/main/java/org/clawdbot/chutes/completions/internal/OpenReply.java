package org.clawdbot.chutes.completions.internal;

import java.io.InputStream;
import java.util.List;
import okhttp3.Call;
import okhttp3.Response;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.error.ErrorDetails;

/**
 * A successful answer of which only the headers were read.
 *
 * @param call to cancel
 * @param response to read and close
 * @param watched to end when all is read
 * @param failed the tries before this one
 * @param known what is known about the request
 */
record OpenReply(Call call, Response response, ReplyWatch.Watched watched, List<Attempt> failed, ErrorDetails known)
        implements AutoCloseable {

    InputStream body() {
        return new WatchedInputStream(response.body().byteStream(), watched);
    }

    /** Adds the tries that failed before this one. */
    ChatResult withAttempts(ChatResult result) {
        return failed.isEmpty() ? result : result.toBuilder().attempts(failed).build();
    }

    @Override
    public void close() {
        watched.end();
        response.close();
    }
}
