package org.clawdbot.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholdersTest {

    @TempDir
    Path folder;

    private Path secrets;
    private Placeholders placeholders;

    @BeforeEach
    void keepASecret() throws IOException {
        secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("chutes-key"), "cpk_fake-0123456789\n");
        Files.writeString(folder.resolve("outside"), "not for you");
        placeholders = new Placeholders(
                name -> Optional.ofNullable(Map.of("HOST", "llm.example").get(name)),
                Map.of("port", "8080")::get,
                List.of(secrets, folder.resolve("felix")));
    }

    @Test
    void fillsInVariablesSecretsAndProperties() {
        assertThat(filled("https://$[env:HOST]:$[prop:port]/v1")).isEqualTo("https://llm.example:8080/v1");
        assertThat(filled("$[secret:chutes-key]")).isEqualTo("cpk_fake-0123456789");
    }

    @Test
    void readsTheFolderOfFelixAsWell() throws IOException {
        Path felix = Files.createDirectory(folder.resolve("felix"));
        Files.writeString(felix.resolve("chutes-key"), "comes second");
        Files.writeString(felix.resolve("other"), "from Felix");

        assertThat(filled("$[secret:chutes-key]")).isEqualTo("cpk_fake-0123456789");
        assertThat(filled("$[secret:other]")).isEqualTo("from Felix");
    }

    @Test
    void takesTheDefaultWhereThereIsNothing() {
        assertThat(filled("$[env:NOBODY;default=x]")).isEqualTo("x");
        assertThat(filled("$[env:NOBODY;default=]")).isEqualTo("");
        assertThat(filled("$[env:HOST;default=x]")).isEqualTo("llm.example");
    }

    @Test
    void leavesWhatIsUnknownForTheReaderToComplainAbout() {
        assertThat(filled("$[env:NOBODY]")).isEqualTo("$[env:NOBODY]");
        assertThat(filled("$[other:HOST] ${HOST} $[")).isEqualTo("$[other:HOST] ${HOST} $[");
    }

    @Test
    void readsNoFileOutsideOfTheFolder() {
        assertThat(filled("$[secret:../outside]")).isEqualTo("$[secret:../outside]");
        assertThat(filled("$[secret:.]")).isEqualTo("$[secret:.]");
    }

    @Test
    void fillsInEachElementOfAList() {
        assertThat((String[]) modified("org.clawdbot.http", new String[] {"$[env:HOST]", "b"}))
                .containsExactly("llm.example", "b");
        assertThat(modified("org.clawdbot.http", List.of("$[env:HOST]", 1))).isEqualTo(List.of("llm.example", 1));
    }

    @Test
    void aValueIsNotReadForPlaceholdersAgain() {
        placeholders = new Placeholders(name -> Optional.of("$[env:HOST]$1"), name -> null, List.of(secrets));

        assertThat(filled("$[env:ANY]")).isEqualTo("$[env:HOST]$1");
    }

    @Test
    void settingsOfOthersAreLeftAlone() {
        assertThat(modified("com.example", "$[env:HOST]")).isEqualTo("$[env:HOST]");
    }

    private Object filled(String text) {
        return modified("org.clawdbot.http", text);
    }

    private Object modified(String pid, Object value) {
        Dictionary<String, Object> settings = new Hashtable<>(Map.of("service.pid", pid, "key", value));
        placeholders.modifyConfiguration(null, settings);
        return settings.get("key");
    }
}
