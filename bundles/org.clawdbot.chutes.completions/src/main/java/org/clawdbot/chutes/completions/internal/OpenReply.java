package org.clawdbot.chutes.completions.internal;

import java.io.InputStream;
import okhttp3.Call;
import okhttp3.Response;
import org.clawdbot.api.error.ErrorDetails;

/**
 * A successful answer of which only the headers were read.
 *
 * @param call to cancel
 * @param response to read and close
 * @param watched to end when all is read
 * @param reply takes what is read
 * @param known what is known about the request
 */
record OpenReply(Call call, Response response, ReplyWatch.Watched watched, ReplyAssembler reply, ErrorDetails known)
        implements AutoCloseable {

    InputStream body() {
        return new WatchedInputStream(response.body().byteStream(), watched);
    }

    /** Closes what nobody will read: cancelled first, or else closing would read on, to use the connection again. */
    void abandon() {
        call.cancel();
        close();
    }

    @Override
    public void close() {
        watched.end();
        response.close();
    }
}
