package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownServiceException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {

    private final OkHttpClient client = ClientSettings.apply(
                    new OkHttpClient.Builder(), Duration.ofSeconds(3), "clawdbot/1.2.3")
            .addInterceptor(chain -> new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("OK")
                    .body(ResponseBody.create(chain.request().header("User-Agent"), null))
                    .build())
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {"https://llm.chutes.ai/v1", "http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]/v1"
            })
    void sendsEncryptedOrToThisMachine(String url) throws IOException {
        try (Response response = call(url)) {
            assertThat(response.body().string()).isEqualTo("clawdbot/1.2.3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://llm.chutes.ai/v1",
                "http://127.0.0.1.example.com/v1",
                "http://localhost.example.com/",
                "http://10.0.0.1/",
                "http://0.0.0.0/"
            })
    void sendsNothingUnencryptedOverTheNetwork(String url) {
        assertThatExceptionOfType(UnknownServiceException.class)
                .isThrownBy(() -> call(url))
                .withMessageContaining("use https:");
    }

    @Test
    void anInterruptWhileConnectingIsDeclaredAndRemembered() {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        ClientSettings.apply(builder, Duration.ofSeconds(1), "clawdbot/test")
                .addInterceptor(chain -> ClientSettingsTest.<RuntimeException>sneak(new InterruptedException()));

        assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> builder.build()
                .newCall(new Request.Builder().url("https://llm.example/").build())
                .execute());
        assertThat(Thread.interrupted()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> Response sneak(Exception undeclared) throws E {
        throw (E) undeclared;
    }

    @Test
    void neverFollowsARedirect() {
        assertThat(client.followRedirects()).isFalse();
        assertThat(client.followSslRedirects()).isFalse();
    }

    private Response call(String url) throws IOException {
        return client.newCall(new Request.Builder().url(url).build()).execute();
    }
}
