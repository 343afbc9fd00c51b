package org.clawdbot.http.internal;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;
import okio.Source;
import org.clawdbot.http.internal.BoundedSockets.BoundedSocket;
import org.jspecify.annotations.Nullable;

/**
 * Has bodies read within the {@link FramingLimit}, and chunks that arrived together read together: it tells the socket when
 * a response comes and whether its body is chunked. The latter only where nothing lies between the socket and HTTP/1: TLS
 * decrypts above it.
 */
final class ReadBodies implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        ReceivedBytes received = plain(chain.connection());
        if (received == null) {
            Response response = chain.proceed(chain.request());
            return read(response, new BodySource(response.body().source()));
        }
        received.expectResponse();
        Response response = chain.proceed(chain.request());
        Source body = response.body().source();
        return read(response, isChunked(response) ? new ChunkedSource(body, received) : new BodySource(body));
    }

    private static Response read(Response response, Source source) {
        ResponseBody body = response.body();
        return response.newBuilder()
                .body(ResponseBody.create(Okio.buffer(source), body.contentType(), body.contentLength()))
                .build();
    }

    /** Tells, by the rules of OkHttp, whether there is a body in chunks. */
    private static boolean isChunked(Response response) {
        return "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"))
                && !response.request().method().equals("HEAD");
    }

    private static @Nullable ReceivedBytes plain(@Nullable Connection connection) throws IOException {
        return connection != null
                        && connection.protocol() == Protocol.HTTP_1_1
                        && connection.socket() instanceof BoundedSocket socket
                ? socket.getInputStream()
                : null;
    }
}
