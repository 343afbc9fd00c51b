package org.clawdbot.http.internal;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.clawdbot.http.internal.BoundedSockets.BoundedSocket;

/**
 * Tells a socket when a response comes and whether its body is chunked, so that chunks which arrived together are read
 * together. Only where nothing lies between the socket and HTTP/1: TLS decrypts above it.
 */
final class MergeChunks implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (connection == null
                || connection.protocol() != Protocol.HTTP_1_1
                || !(connection.socket() instanceof BoundedSocket socket)) {
            return chain.proceed(chain.request());
        }
        ReceivedBytes received = socket.getInputStream();
        received.expectResponse();
        Response response = chain.proceed(chain.request());
        if ("chunked".equalsIgnoreCase(response.header("Transfer-Encoding"))) {
            received.mergeChunks();
        }
        return response;
    }
}
