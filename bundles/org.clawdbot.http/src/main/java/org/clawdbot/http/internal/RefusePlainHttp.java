package org.clawdbot.http.internal;

import java.io.IOException;
import java.net.UnknownServiceException;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Lets nothing out over plain HTTP, except to this machine itself; fails as OkHttp itself does for refused clear text. */
final class RefusePlainHttp implements Interceptor {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        if (!url.isHttps() && !isLoopback(url.host())) {
            throw new UnknownServiceException(
                    "Plain http: is only allowed to this machine itself, not to " + url.host() + "; use https:");
        }
        return chain.proceed(chain.request());
    }

    /** Only literals and localhost count: a name that merely resolves to loopback today may not do so tomorrow. */
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || LOOPBACK.matcher(name).matches();
    }
}
