package org.clawdbot.chutes.auth.oauth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.auth.Secret;
import org.junit.jupiter.api.Test;

class OAuthConfigTest {

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void theDefaultsAreThoseOfTheProvider() {
        OAuthSettings settings = settings(Map.of());

        assertThat(settings.clientId()).isEmpty();
        assertThat(settings.clientSecret("cid_x")).isEmpty();
        assertThat(settings.redirect().text()).isEqualTo("http://127.0.0.1:1456/oauth-callback");
        assertThat(settings.scopes()).containsExactly("openid", "profile", "chutes:invoke");
        assertThat(settings.waiting())
                .isEqualTo(new OAuthSettings.Waiting(
                        Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(5)));
        assertThat(config(Map.of()).accountUrl()).isEqualTo("https://api.chutes.ai");
    }

    @Test
    void everySettingIsTaken() {
        OAuthSettings settings = settings(Map.of(
                "clientId",
                "cid_c",
                "_clientSecret",
                "csc_c",
                "redirectUri",
                "http://[::1]:99/x",
                "scopes",
                new String[] {"openid", "a b"},
                "requestSeconds",
                1,
                "callbackSeconds",
                2,
                "refreshAheadSeconds",
                0));

        assertThat(settings.clientId()).contains("cid_c");
        assertThat(settings.clientSecret("cid_c")).contains(Secret.of("csc_c"));
        assertThat(settings.clientSecret("cid_other")).isEmpty();
        assertThat(settings.redirect().port()).isEqualTo(99);
        assertThat(settings.scopes()).containsExactly("openid", "a", "b");
        assertThat(settings.waiting().request()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.waiting().callback()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.waiting().refreshAhead()).isZero();
    }

    @Test
    void variablesWinOverTheConfiguration() {
        variables.putAll(Map.of(
                "CHUTES_CLIENT_ID", "cid_v",
                "CHUTES_CLIENT_SECRET", "csc_v",
                "CHUTES_OAUTH_REDIRECT_URI", "http://127.0.0.1:7/v",
                "CHUTES_OAUTH_SCOPES", "  openid\tchutes:invoke ",
                "SSH_TTY", "/dev/pts/0"));
        OAuthSettings settings = settings(Map.of("clientId", "cid_c", "_clientSecret", "csc_c"));

        assertThat(settings.clientId()).contains("cid_v");
        assertThat(settings.clientSecret("cid_v")).contains(Secret.of("csc_v"));
        assertThat(settings.clientSecret("cid_c")).contains(Secret.of("csc_c"));
        assertThat(settings.redirect().port()).isEqualTo(7);
        assertThat(settings.scopes()).containsExactly("openid", "chutes:invoke");
        assertThat(settings.remote()).isTrue();
    }

    @Test
    void aConfigurationThatIsThereButEmptyIsLikeNone() {
        OAuthConfig empty =
                proxy((proxy, method, arguments) -> method.getReturnType() == int.class ? (Object) 0 : null);
        OAuthSettings settings = new OAuthSettings(OAuthSettings.values(empty), name -> Optional.empty());

        assertThat(settings.clientId()).isEmpty();
        assertThat(settings.redirect().text()).isEqualTo(Redirect.USUAL);
        assertThat(settings.scopes()).isEqualTo(OAuthSettings.USUAL_SCOPES);
        assertThat(settings.waiting().request()).isPositive();
    }

    @Test
    void theReadmeListsExactlyTheKeysThatThereAre() throws Exception {
        List<String> keys = Arrays.stream(OAuthConfig.class.getDeclaredMethods())
                .map(method -> method.getName().replaceFirst("^_", "."))
                .sorted()
                .toList();
        List<String> documented = Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.matches("\\| `\\.?[a-z][A-Za-z]+` \\|.*"))
                .map(line -> line.split("`")[1])
                .sorted()
                .toList();

        assertThat(documented).isEqualTo(keys);
    }

    private OAuthSettings settings(Map<String, Object> values) {
        return new OAuthSettings(
                OAuthSettings.values(config(values)), name -> Optional.ofNullable(variables.get(name)));
    }

    private static OAuthConfig config(Map<String, Object> values) {
        return proxy((proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static OAuthConfig proxy(InvocationHandler answers) {
        return (OAuthConfig)
                Proxy.newProxyInstance(OAuthConfig.class.getClassLoader(), new Class<?>[] {OAuthConfig.class}, answers);
    }
}
