package org.clawdbot.testkit.simulator.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdpSettingsTest {

    private static final List<String> KEYS = Arrays.stream(IdpSettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    @Test
    void beginsAsTheServerBehaves() {
        assertThat(IdpSettings.normal())
                .isEqualTo(new IdpSettings(true, false, false, true, false, false, false, 600, 3600, 0));
    }

    @Test
    void setsEachComponentByItsName() {
        IdpSettings.Builder builder = IdpSettings.builder();
        KEYS.forEach(key -> builder.set(key, key.endsWith("Seconds") ? "7" : "true"));
        IdpSettings all = builder.build();

        assertThat(all).isEqualTo(new IdpSettings(true, true, true, true, true, true, true, 7, 7, 7));
        assertThat(all.toBuilder().build()).isEqualTo(all);
        assertThat(all.toBuilder().set("secretRequired", "false").build().secretRequired())
                .isFalse();
    }

    @Test
    void namesTheKeyOfAMistake() {
        IdpSettings.Builder builder = IdpSettings.builder();

        assertThatThrownBy(() -> builder.set("autoAprove", "true")).hasMessageContaining("autoAprove");
        assertThatThrownBy(() -> builder.set("deny", "yes")).hasMessageContaining("deny must be true or false");
        assertThatThrownBy(() -> builder.set("codeSeconds", "soon")).hasMessageContaining("codeSeconds");
        assertThatThrownBy(() -> builder.set("codeSeconds", "-1")).hasMessageContaining("codeSeconds");
        assertThatThrownBy(() -> IdpSettings.builder().accessSeconds(-1).build())
                .hasMessageContaining("accessSeconds");
    }

    @Test
    void describesEverySettingInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(KEYS).allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    }
}
