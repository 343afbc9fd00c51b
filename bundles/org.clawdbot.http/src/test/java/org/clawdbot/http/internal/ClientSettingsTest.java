package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.net.UnknownServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.clawdbot.api.error.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {

    private static final Function<String, Optional<String>> NO_VARIABLES = name -> Optional.empty();

    private final OkHttpClient client = settings("", "")
            .client(NO_VARIABLES)
            .newBuilder()
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
        OkHttpClient.Builder builder = settings("", "")
                .client(NO_VARIABLES)
                .newBuilder()
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

    @Test
    void withoutAnySettingItIsPatientAndDirect() {
        assertThat(ClientSettings.of(config(Map.of()), "clawdbot/1.2.3")).isEqualTo(settings("", ""));
    }

    @Test
    void readsEverySetting() {
        assertThat(ClientSettings.of(
                        config(Map.of(
                                "connectSeconds",
                                3,
                                "_proxy",
                                " http://proxy.example ",
                                "noProxy",
                                new String[] {"a", "b"},
                                "caFile",
                                "/ca.pem")),
                        "x"))
                .isEqualTo(new ClientSettings(
                        Duration.ofSeconds(3), "http://proxy.example", List.of("a", "b"), "/ca.pem", "x"));
    }

    @Test
    void theProxyIsNotPrinted() {
        assertThat(settings("http://user:secret@proxy.example", "").toString()).doesNotContain("secret");
    }

    @Test
    void aProxyThatIsNoneStopsEveryCallAndNothingGoesAroundIt() {
        OkHttpClient refusing = settings("ftp://user:secret@proxy.example", "").client(NO_VARIABLES);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> refusing.newCall(new Request.Builder()
                                .url("https://llm.example/")
                                .build())
                        .execute())
                .withMessageContaining("org.clawdbot.http .proxy")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/file.pem", "\0", "."})
    void aCaFileThatCannotBeReadStopsEveryCall(String file) {
        OkHttpClient refusing = settings("", file).client(NO_VARIABLES);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> refusing.newCall(new Request.Builder()
                                .url("https://llm.example/")
                                .build())
                        .execute())
                .withMessageContaining("org.clawdbot.http caFile");
    }

    private static ClientSettings settings(String proxy, String caFile) {
        return new ClientSettings(Duration.ofSeconds(10), proxy, List.of(), caFile, "clawdbot/1.2.3");
    }

    private static SharedHttpClient.Config config(Map<String, Object> members) {
        return (SharedHttpClient.Config) Proxy.newProxyInstance(
                SharedHttpClient.Config.class.getClassLoader(),
                new Class<?>[] {SharedHttpClient.Config.class, Annotation.class},
                (proxy, method, arguments) -> members.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private Response call(String url) throws IOException {
        return client.newCall(new Request.Builder().url(url).build()).execute();
    }
}
