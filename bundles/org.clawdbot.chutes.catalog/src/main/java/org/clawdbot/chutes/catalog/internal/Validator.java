package org.clawdbot.chutes.catalog.internal;

import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * By what a server recognises a list that it gave. Chutes itself offers neither today; a proxy or another server may.
 *
 * @param etag the entity tag, or null
 * @param lastModified the time of the last change as the server wrote it, or null
 */
record Validator(@Nullable String etag, @Nullable String lastModified) {

    static final Validator NONE = new Validator(null, null);

    static Validator of(Response response) {
        return new Validator(response.header("ETag"), response.header("Last-Modified"));
    }

    void addTo(Request.Builder request) {
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        if (lastModified != null) {
            request.header("If-Modified-Since", lastModified);
        }
    }
}
