package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FacadeSettingsTest {

    @Test
    void withoutAnySettingTheSeedsDefaultModelIsUsed() {
        FacadeSettings settings = FacadeSettings.of(config(Map.of()));

        assertThat(settings.selection().defaultModel()).isEqualTo("chutes/zai-org/GLM-4.7-Flash");
        assertThat(settings.selection().fallbacks()).isEmpty();
        assertThat(settings.selection().imageModel()).isNull();
        assertThat(settings.selection().imageFallbacks()).isEmpty();
        assertThat(settings.selection().aliases()).isEmpty();
        assertThat(settings.teeOnlyProviders()).isEmpty();
        assertThat(settings.allowedModels()).isEmpty();
        assertThat(settings.authOrder()).isEmpty();
    }

    @Test
    void readsEverySetting() {
        FacadeSettings settings = FacadeSettings.of(config(Map.of(
                "defaultModel", " chutes/a ",
                "fallbacks", new String[] {"chutes/b", "", "chutes/c", "chutes/b"},
                "imageModel", "chutes/i",
                "imageFallbacks", new String[] {"chutes/j"},
                "aliases", new String[] {"fast = chutes/f", "broken", "=x", "y="},
                "allowedModels", new String[] {"chutes/a", " chutes/b "},
                "teeOnlyProviders", new String[] {"chutes"},
                "authOrder", new String[] {"chutes=chutes:a, chutes:b"})));

        assertThat(settings.selection().defaultModel()).isEqualTo("chutes/a");
        assertThat(settings.selection().fallbacks()).containsExactly("chutes/b", "chutes/c");
        assertThat(settings.selection().imageModel()).isEqualTo("chutes/i");
        assertThat(settings.selection().imageFallbacks()).containsExactly("chutes/j");
        assertThat(settings.selection().aliases()).containsExactly(Map.entry("fast", "chutes/f"));
        assertThat(settings.allowedModels()).containsExactlyInAnyOrder("chutes/a", "chutes/b");
        assertThat(settings.teeOnly("chutes")).isTrue();
        assertThat(settings.teeOnly("other")).isFalse();
        assertThat(settings.authOrder()).containsExactly(Map.entry("chutes", List.of("chutes:a", "chutes:b")));
    }

    /** An annotation with some members set and the others at their defaults, as the container makes them. */
    private static ModelsFacade.Config config(Map<String, Object> members) {
        return (ModelsFacade.Config) Proxy.newProxyInstance(
                ModelsFacade.Config.class.getClassLoader(),
                new Class<?>[] {ModelsFacade.Config.class, Annotation.class},
                (proxy, method, arguments) -> members.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
