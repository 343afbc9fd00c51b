package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class LazyClientTest {

    private final SharedHttpClient.LazyClient lazy = new SharedHttpClient.LazyClient(OkHttpClient::new);

    @Test
    void everyBundleGetsTheSameClient() {
        assertThat(lazy.getService(null, null)).isNotNull().isSameAs(lazy.getService(null, null));
    }

    @Test
    void closingEndsTheThreadsOfTheClient() {
        OkHttpClient client = lazy.get();

        lazy.close();

        assertThat(client.dispatcher().executorService().isShutdown()).isTrue();
        assertThat(lazy.getService(null, null)).isNull();
    }
}
