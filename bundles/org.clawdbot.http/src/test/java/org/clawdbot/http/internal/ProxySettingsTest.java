package org.clawdbot.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    @Test
    void withoutTheVariableTheJvmDecides() {
        assertThat(of(Map.of())).isEmpty();
        assertThat(of(Map.of("HTTPS_PROXY", " "))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy.example:3128", "proxy.example:3128", "http://user:pw@proxy.example:3128/"})
    void readsTheProxyInTheFormsPeopleWrite(String value) {
        ProxySettings proxies = of(Map.of("https_proxy", value)).orElseThrow();

        assertThat(select(proxies, "llm.chutes.ai").address())
                .isEqualTo(InetSocketAddress.createUnresolved("proxy.example", 3128));
        assertThat(proxies.toString()).doesNotContain("pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://proxy.example:1080", "http://", "http://a b"})
    void aVariableThatNamesNoProxyIsNotUsed(String value) {
        assertThat(of(Map.of("HTTPS_PROXY", value))).isEmpty();
        assertThat(of(Map.of("HTTPS_PROXY", value, "ALL_PROXY", "good.example")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://user:pw@proxy.example", "http://user:pw@", "http://user:p w@proxy.example"})
    void aSettingThatNamesNoProxyIsRefusedWithoutQuotingIt(String value) {
        assertThatThrownBy(() -> ProxySettings.of(value, List.of(), name -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pw");
    }

    @Test
    void theSettingGoesBeforeTheVariables() {
        Map<String, String> variables =
                Map.of("HTTPS_PROXY", "http://variable.example:1", "NO_PROXY", "variable-exception.example");

        ProxySettings proxy = ProxySettings.of(
                        "socks5://us%40er:p%3Aw+@setting.example",
                        List.of("exception.example"), name -> Optional.ofNullable(variables.get(name)))
                .orElseThrow();

        assertThat(proxy.kind()).isEqualTo(ProxySettings.Kind.SOCKS);
        assertThat(proxy.address()).isEqualTo(InetSocketAddress.createUnresolved("setting.example", 1080));
        assertThat(proxy.login()).isEqualTo(new ProxySettings.Login("us@er", "p:w+"));
        assertThat(proxy.isDirect("a.exception.example")).isTrue();
        assertThat(proxy.isDirect("variable-exception.example")).isFalse();
        assertThat(proxy.toString()).doesNotContain("p:w");
    }

    @ParameterizedTest
    @CsvSource({
        "llm.chutes.ai, HTTP",
        "internal.example, DIRECT",
        "a.internal.example, DIRECT",
        "notinternal.example, HTTP",
        "b.wild.example, DIRECT",
        "127.0.0.1, DIRECT",
        "localhost, DIRECT",
        "[::1], DIRECT",
    })
    void goesAroundTheProxyWhereToldToAndToThisMachine(String host, Proxy.Type type) {
        ProxySettings proxies = of(Map.of(
                        "HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", "internal.example, *.wild.example"))
                .orElseThrow();

        assertThat(select(proxies, host).type()).isEqualTo(type);
    }

    @Test
    void aStarMeansNoProxyAtAll() {
        ProxySettings proxies =
                of(Map.of("HTTPS_PROXY", "proxy.example:1", "NO_PROXY", "*")).orElseThrow();

        assertThat(select(proxies, "llm.chutes.ai")).isEqualTo(Proxy.NO_PROXY);
    }

    private static Proxy select(ProxySettings proxies, String host) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        proxies.applyTo(builder);
        return builder.build()
                .proxySelector()
                .select(URI.create("https://" + host + "/v1"))
                .get(0);
    }

    private static Optional<ProxySettings> of(Map<String, String> variables) {
        return ProxySettings.of("", List.of(), name -> Optional.ofNullable(variables.get(name)));
    }
}
