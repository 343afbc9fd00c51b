package org.clawdbot.config.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.clawdbot.api.host.ConfigurationChange;
import org.clawdbot.api.host.ConfigurationException;
import org.clawdbot.api.host.StateFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConfigurationFileTest {

    private static final String SEED =
            """
            {
              env: { CHUTES_API_KEY: "sk-secret" },
              agents: { defaults: { model: { primary: "chutes/zai-org/GLM-4.7-Flash" } } },
              models: {
                providers: {
                  chutes: {
                    baseUrl: "https://llm.chutes.ai/v1",
                    api: "openai-completions",
                    apiKey: "${CHUTES_API_KEY}",
                    teeOnly: false // Set to true to filter models by Trusted Execution Environment
                  }
                }
              }
            }
            """;

    @TempDir
    Path state;

    @TempDir
    Path workingFolder;

    private final InMemoryConfigurationAdmin admin = new InMemoryConfigurationAdmin();
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void seedGivesNoProblemAndConfiguresTheBundles() throws IOException {
        HostConfigurationFile configuration = start(SEED);

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.exists()).isTrue();
        String source = configuration.file().toString();
        assertThat(admin.entries.keySet())
                .containsExactly(
                        "org.clawdbot.chutes.account",
                        "org.clawdbot.chutes.auth.apikey",
                        "org.clawdbot.chutes.catalog",
                        "org.clawdbot.chutes.completions",
                        "org.clawdbot.models");
        assertThat(admin.properties("org.clawdbot.chutes.auth.apikey"))
                .isEqualTo(Map.of(
                        ".apiKey",
                        "sk-secret",
                        "baseUrl",
                        "https://llm.chutes.ai/v1",
                        "clawdbot.config.source",
                        source));
        assertThat(admin.properties("org.clawdbot.models"))
                .isEqualTo(Map.of("defaultModel", "chutes/zai-org/GLM-4.7-Flash", "clawdbot.config.source", source));
    }

    @Test
    void processEnvironmentWinsOverTheEnvBlock() throws IOException {
        variables.put("CHUTES_API_KEY", "from-process");

        HostConfigurationFile configuration = start(SEED);

        assertThat(admin.properties("org.clawdbot.chutes.auth.apikey")).containsEntry(".apiKey", "from-process");
        assertThat(configuration.get("CHUTES_API_KEY")).hasValue("from-process");
        assertThat(configuration.value("models", "providers", "chutes", "apiKey"))
                .hasValue("${CHUTES_API_KEY}");
    }

    @Test
    void everySettingReachesItsPid() throws IOException {
        start(
                """
                {
                  agents: { defaults: {
                    model: "chutes/a", imageModel: { primary: "chutes/i", fallbacks: ["chutes/j"] },
                    models: { "chutes/a": { alias: "fast" }, "chutes/b": {} } } },
                  auth: {
                    order: { chutes: ["x", "y"] },
                    cooldowns: { billingBackoffHours: 2, billingBackoffHoursByProvider: { chutes: 0.5 },
                      billingMaxHours: 12, failureWindowHours: 6 } },
                  budget: { usdPerDay: 0.10, usdPerMonth: 20 },
                  models: { providers: {
                    chutes: {
                      accountUrl: "https://api", apiKey: "k", teeOnly: true, catalog: "live",
                      headers: { A: "b" },
                      timeouts: { connectSeconds: 1, firstTokenSeconds: 2, idleSeconds: 3e0, totalSeconds: 0x4 },
                      oauth: { clientId: "c", clientSecret: "s", redirectUri: "http://localhost:1", scopes: "a  b" } },
                    lab: { catalog: { file: "lists/lab.json" }, oauth: { scopes: ["c"] } } } }
                }
                """);

        assertThat(own("org.clawdbot.models"))
                .isEqualTo(Map.ofEntries(
                        entry("defaultModel", "chutes/a"),
                        entry("imageModel", "chutes/i"),
                        entry("imageFallbacks", List.of("chutes/j")),
                        entry("aliases", List.of("fast=chutes/a")),
                        entry("allowedModels", List.of("chutes/a", "chutes/b")),
                        entry("teeOnlyProviders", List.of("chutes")),
                        entry("authOrder", List.of("chutes=x,y")),
                        entry("billingBackoffHours", 2.0),
                        entry("billingBackoffHoursByProvider", List.of("chutes=0.5")),
                        entry("billingMaxHours", 12.0),
                        entry("failureWindowHours", 6.0),
                        entry("budgetUsdPerDay", "0.1"),
                        entry("budgetUsdPerMonth", "20"),
                        entry(
                                "catalog.target",
                                "(&(|(!(model.provider=chutes))(catalog.source=live))"
                                        + "(|(!(model.provider=lab))(catalog.source=file)))")));
        assertThat(own("org.clawdbot.chutes.auth.apikey"))
                .isEqualTo(Map.of(".apiKey", "k", "accountUrl", "https://api"));
        assertThat(own("org.clawdbot.chutes.account")).isEqualTo(Map.of("accountUrl", "https://api"));
        assertThat(own("org.clawdbot.chutes.auth.oauth"))
                .isEqualTo(Map.of(
                        "accountUrl", "https://api",
                        "clientId", "c",
                        ".clientSecret", "s",
                        "redirectUri", "http://localhost:1",
                        "scopes", List.of("a", "b")));
        assertThat(own("org.clawdbot.chutes.catalog")).isEqualTo(Map.of("accountUrl", "https://api"));
        assertThat(own("org.clawdbot.chutes.completions"))
                .isEqualTo(Map.of(
                        ".headers", List.of("A: b"),
                        "connectSeconds", 1,
                        "firstTokenSeconds", 2,
                        "idleSeconds", 3,
                        "totalSeconds", 4));
        assertThat(own("org.clawdbot.lab.catalog.file"))
                .isEqualTo(Map.of("file", state.resolve("lists/lab.json").toString()));
        assertThat(own("org.clawdbot.lab.auth.oauth")).isEqualTo(Map.of("scopes", List.of("c")));
        assertThat(admin.entries).hasSize(8);
    }

    @Test
    void shortNamesAloneForbidNoOtherModel() throws IOException {
        start("{agents: {defaults: {models: {'chutes/a': {alias: 'fast'}}}}}");

        assertThat(own("org.clawdbot.models")).isEqualTo(Map.of("aliases", List.of("fast=chutes/a")));
    }

    @Test
    void oneCatalogChoiceIsWrittenPlainly() throws IOException {
        start("{models: {providers: {chutes: {catalog: 'live'}}}}");

        assertThat(own("org.clawdbot.models"))
                .isEqualTo(Map.of("catalog.target", "(|(!(model.provider=chutes))(catalog.source=live))"));
    }

    @Test
    void aBadEditLeavesInUseWhatWasGoodBefore() throws IOException {
        HostConfigurationFile configuration =
                start("{env: {CHUTES_CLIENT_ID: 'cid_fake'}, models: {providers: {chutes: {catalog: 'live'}}}}");

        Files.writeString(state.resolve("clawdbot.json"), "{env: {CHUTES_CLIENT_ID: 'other'}, models: {providers: 1}}");
        configuration.reload();

        assertThat(configuration.problems()).isNotEmpty();
        assertThat(configuration.get("CHUTES_CLIENT_ID")).hasValue("cid_fake");
        assertThat(own("org.clawdbot.models"))
                .isEqualTo(Map.of("catalog.target", "(|(!(model.provider=chutes))(catalog.source=live))"));

        Files.writeString(state.resolve("clawdbot.json"), "{env: {CHUTES_CLIENT_ID: 'other'}}");
        configuration.reload();

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.get("CHUTES_CLIENT_ID")).hasValue("other");
        assertThat(admin.entries).isEmpty();
    }

    @Test
    void missingFileMeansNoSettingsAndNoProblem() {
        HostConfigurationFile configuration = start();

        assertThat(configuration.exists()).isFalse();
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.value()).isEmpty();
        assertThat(configuration.value("models")).isEmpty();
        assertThat(admin.entries).isEmpty();
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void configPathVariableNamesAnotherFile() throws IOException {
        Path other = Files.writeString(state.resolve("other.json5"), "{meta: {a: [1, null]}}");
        variables.put("CLAWDBOT_CONFIG_PATH", other.toString());

        HostConfigurationFile configuration = start();

        assertThat(configuration.file()).isEqualTo(other);
        assertThat(configuration.value())
                .hasValueSatisfying(all -> assertThat(all).isInstanceOf(Map.class));
        assertThat(configuration.value("meta", "a", "0")).hasValue(1);
        assertThat(configuration.value("meta", "a", "1")).isEmpty();
        assertThat(configuration.value("meta", "a", "2")).isEmpty();
        assertThat(configuration.value("meta", "a", "x")).isEmpty();
    }

    @Test
    void nothingIsUpdatedTwiceAndWhatIsGoneIsDeleted() throws IOException {
        HostConfigurationFile configuration = start(SEED);
        int updates = admin.updates;

        configuration.reload();
        assertThat(admin.updates).isEqualTo(updates);

        Files.writeString(configuration.file(), "{models: {providers: {chutes: {apiKey: 'k'}}}}");
        configuration.reload();
        assertThat(admin.entries).containsOnlyKeys("org.clawdbot.chutes.auth.apikey");

        Files.delete(configuration.file());
        configuration.reload();
        assertThat(admin.entries).isEmpty();
    }

    @Test
    void whatAnOperatorConfiguredIsNeverTouched() throws IOException {
        admin.configure("org.clawdbot.chutes.completions", Map.of("baseUrl", "https://mine"));
        admin.configure("org.clawdbot.agent", Map.of("x", 1));
        admin.configure("org.clawdbot.old.catalog", Map.of("clawdbot.config.source", "/elsewhere/clawdbot.json"));

        start(SEED);

        assertThat(admin.properties("org.clawdbot.chutes.completions")).isEqualTo(Map.of("baseUrl", "https://mine"));
        assertThat(admin.entries).containsKey("org.clawdbot.agent").doesNotContainKey("org.clawdbot.old.catalog");
    }

    @Test
    void whatAnOperatorTookOverIntoAFileOfKarafIsNeverTouchedAgain() throws IOException {
        HostConfigurationFile configuration = start(SEED);
        Map<String, Object> takenOver = new HashMap<>(admin.properties("org.clawdbot.chutes.completions"));
        takenOver.put("idleSeconds", "7"); // as config:property-set does: what there is, the key, and the file
        takenOver.put("felix.fileinstall.filename", "file:/etc/org.clawdbot.chutes.completions.cfg");
        admin.configure("org.clawdbot.chutes.completions", takenOver);

        configuration.reload();
        assertThat(admin.properties("org.clawdbot.chutes.completions")).isEqualTo(takenOver);

        Files.delete(configuration.file());
        configuration.reload();
        assertThat(admin.entries).containsOnlyKeys("org.clawdbot.chutes.completions");
    }

    @Test
    void anErrorKeepsTheLastGoodSettings() throws IOException {
        HostConfigurationFile configuration = start(SEED);
        Files.writeString(configuration.file(), SEED.replace("false", "'no'").replace("sk-secret", "other"));

        configuration.reload();

        assertThat(configuration.problems()).hasSize(1);
        assertThat(admin.properties("org.clawdbot.chutes.auth.apikey")).containsEntry(".apiKey", "sk-secret");
        assertThat(configuration.get("CHUTES_API_KEY")).hasValue("sk-secret");
    }

    @Test
    void anErrorAtTheStartPublishesNothing() throws IOException {
        HostConfigurationFile configuration = start("{models: {providers: {chutes: {apiKey: '${UNSET}'}}}}");

        assertThat(admin.entries).isEmpty();
        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .contains("chutes.apiKey: ")
                .contains("UNSET");
    }

    @Test
    void filesThatAreNoTextAreProblemsToo() throws IOException {
        Path file = state.resolve("clawdbot.json");
        Files.write(file, "{\n  meta: { a: 'caf\u00e9' }}".getBytes(ISO_8859_1));
        assertThat(start().problems())
                .singleElement()
                .hasToString("clawdbot.json:2:18: expected text in UTF-8, found a byte that is not");

        Files.write(file, new byte[ConfigurationFile.MAX_BYTES + 1]);
        assertThat(start().problems())
                .singleElement()
                .hasToString("clawdbot.json: is larger than 4 MiB, which no configuration is");

        Files.writeString(file, "");
        assertThat(start().problems())
                .singleElement()
                .hasToString("clawdbot.json:1:1: expected a value, found the end of the file");

        Files.delete(file);
        Files.createDirectory(file);
        assertThat(start().problems()).singleElement().asString().startsWith("clawdbot.json: cannot be read: ");
    }

    @Test
    void updateChangesOnlyTheTouchedValueAndPublishes() throws IOException {
        HostConfigurationFile configuration = start(SEED);

        configuration.update(List.of(
                ConfigurationChange.set(true, "models", "providers", "chutes", "teeOnly"),
                ConfigurationChange.set("chutes/x", "agents", "defaults", "model", "primary")));

        assertThat(configuration.file())
                .hasContent(SEED.replace("teeOnly: false", "teeOnly: true")
                        .replace("chutes/zai-org/GLM-4.7-Flash", "chutes/x"));
        assertThat(own("org.clawdbot.models"))
                .isEqualTo(Map.of("defaultModel", "chutes/x", "teeOnlyProviders", List.of("chutes")));
        assertThat(configuration.value("models", "providers", "chutes", "teeOnly"))
                .hasValue(true);
    }

    @Test
    void updateCreatesAMissingFileForTheOwnerOnly() throws IOException {
        HostConfigurationFile configuration = start(state.resolve("new"));

        configuration.update(
                List.of(ConfigurationChange.set("https://x.y", "models", "providers", "chutes", "baseUrl")));

        assertThat(configuration.file())
                .hasContent(
                        """
                        {
                          "models": {
                            "providers": {
                              "chutes": {
                                "baseUrl": "https://x.y"
                              }
                            }
                          }
                        }
                        """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("new"))))
                .isEqualTo("rwx------");
        assertThat(configuration.exists()).isTrue();
        assertThat(own("org.clawdbot.chutes.catalog")).isEqualTo(Map.of("baseUrl", "https://x.y"));
    }

    @Test
    void updateKeepsWhatWasEditedMeanwhile() throws IOException {
        HostConfigurationFile configuration = start(SEED);
        Files.writeString(configuration.file(), "{ meta: { by: 'hand' } }");

        configuration.update(List.of(ConfigurationChange.set("replace", "models", "mode")));

        assertThat(configuration.file()).hasContent("{ meta: { by: 'hand' }, models: { mode: 'replace' } }");
    }

    @Test
    void updateWritesOutAShorthandWhenItsObjectIsNeeded() throws IOException {
        HostConfigurationFile configuration = start("{ agents: { defaults: { model: 'chutes/a' } } }");

        configuration.update(List.of(
                ConfigurationChange.set(List.of("chutes/b"), "agents", "defaults", "model", "fallbacks"),
                ConfigurationChange.set("chutes/c", "agents", "defaults", "model", "primary")));

        assertThat(own("org.clawdbot.models"))
                .isEqualTo(Map.of("defaultModel", "chutes/c", "fallbacks", List.of("chutes/b")));
    }

    @Test
    void updateNeverOverwritesAFileItCannotRead() throws IOException {
        for (String broken : List.of("{ models: ", "", "{ a: 1 } x")) {
            HostConfigurationFile configuration = start(broken);

            assertThatThrownBy(() -> configuration.update(List.of(ConfigurationChange.set(1, "meta", "a"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Nothing was written")
                    .hasMessageContaining("clawdbot.json:1:");
            assertThat(configuration.file()).hasContent(broken);
        }
    }

    @Test
    void updateRefusesToBringNewErrorsIntoTheFile() throws IOException {
        String text = "{ models: { providers: { chutes: { apiKey: '${UNSET}' } } } }";
        HostConfigurationFile configuration = start(text);

        assertThatThrownBy(() -> configuration.update(
                        List.of(ConfigurationChange.set("sk-secret", "models", "providers", "chutes", "teeOnly"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("teeOnly: expected true or false, found a string")
                .hasMessageNotContaining("UNSET")
                .hasMessageNotContaining("sk-secret");
        assertThatThrownBy(() -> configuration.update(
                        List.of(ConfigurationChange.set(1, "models", "providers", "chutes", "apiKey", "deeper"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("found a string");
        assertThat(configuration.file()).hasContent(text);

        configuration.update(List.of(ConfigurationChange.set("k", "models", "providers", "chutes", "apiKey")));
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void updateThatChangesNothingLeavesTheFileAlone() throws IOException {
        HostConfigurationFile configuration = start(SEED);
        Object before = Files.readAttributes(configuration.file(), "unix:ino").get("ino");

        configuration.update(List.of(
                ConfigurationChange.set(false, "models", "providers", "chutes", "teeOnly"),
                ConfigurationChange.remove("meta", "nothing")));

        assertThat(Files.readAttributes(configuration.file(), "unix:ino").get("ino"))
                .isEqualTo(before);
    }

    @Test
    void secretsAppearInNoLogMessageOrText() throws IOException {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(new SimpleFormatter().format(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.clawdbot.config");
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try {
            HostConfigurationFile configuration = start(SEED);
            configuration.update(List.of(
                    ConfigurationChange.set("csc-secret", "models", "providers", "chutes", "oauth", "clientSecret"),
                    ConfigurationChange.set("h-secret", "models", "providers", "chutes", "headers", "A")));
            Files.writeString(configuration.file(), "{ env: { A: sk-secret } }");
            configuration.reload();
            Files.writeString(configuration.file(), SEED.replace("teeOnly: false", "teeOnly: 'sk-secret'"));
            configuration.reload();

            assertThat(logged).hasSizeGreaterThan(4);
            assertThat(logged.toString())
                    .contains("org.clawdbot.chutes.auth.oauth")
                    .doesNotContain("secret");
            assertThat(configuration.toString() + configuration.problems()).doesNotContain("secret");
        } finally {
            logger.removeHandler(handler);
        }
    }

    private Map<String, Object> own(String pid) {
        Map<String, Object> properties = admin.properties(pid);
        assertThat(properties.remove("clawdbot.config.source")).isNotNull();
        return properties;
    }

    @Test
    void variablesComeFromTheProcessThenTheWorkingFolderThenTheStateFolderThenTheFile() throws IOException {
        variables.put("A", "process");
        Files.writeString(workingFolder.resolve(".env"), "A=working\nB=working\n");
        Files.writeString(state.resolve(".env"), "A=state\nB=state\nC=state\n");

        HostConfigurationFile configuration = start("{env: {A: 'file', B: 'file', C: 'file', D: 'file'}}");

        assertThat(configuration.get("A")).hasValue("process");
        assertThat(configuration.get("B")).hasValue("working");
        assertThat(configuration.get("C")).hasValue("state");
        assertThat(configuration.get("D")).hasValue("file");
    }

    @Test
    void includedSettingsReachTheirPid() throws IOException {
        Files.writeString(state.resolve("chutes.json5"), "{teeOnly: true}");

        HostConfigurationFile configuration = start("{models: {providers: {chutes: {$include: 'chutes.json5'}}}}");

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.value("models", "providers", "chutes", "teeOnly"))
                .hasValue(true);
        assertThat(own("org.clawdbot.models")).isEqualTo(Map.of("teeOnlyProviders", List.of("chutes")));
    }

    @Test
    void aChangeKeepsIncludesAndWinsOverThem() throws IOException {
        Files.writeString(state.resolve("more.json5"), "{teeOnly: true, baseUrl: 'https://a.b/v1'}");
        HostConfigurationFile configuration = start("{models: {providers: {chutes: {$include: 'more.json5'}}}}");

        configuration.update(List.of(ConfigurationChange.set(false, "models", "providers", "chutes", "teeOnly")));

        assertThat(Files.readString(state.resolve("clawdbot.json")))
                .contains("$include: 'more.json5'", "teeOnly: false");
        assertThat(configuration.value("models", "providers", "chutes", "teeOnly"))
                .hasValue(false);
        assertThat(configuration.value("models", "providers", "chutes", "baseUrl"))
                .hasValue("https://a.b/v1");
    }

    @Test
    void aChangeThatAnIncludedFileWouldUndoIsRefused() throws IOException {
        Files.writeString(state.resolve("more.json5"), "{defaults: {model: {fallbacks: ['chutes/a']}}}");
        HostConfigurationFile configuration = start("{agents: {$include: 'more.json5'}}");

        assertThatThrownBy(() -> configuration.update(List.of(
                        ConfigurationChange.set(List.of("chutes/b"), "agents", "defaults", "model", "fallbacks"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agents.defaults.model.fallbacks")
                .hasMessageContaining("more.json5");
        assertThat(Files.readString(state.resolve("clawdbot.json"))).isEqualTo("{agents: {$include: 'more.json5'}}");
    }

    private HostConfigurationFile start(String text) throws IOException {
        Files.writeString(state.resolve("clawdbot.json"), text);
        return start();
    }

    private HostConfigurationFile start() {
        return start(state);
    }

    private HostConfigurationFile start(Path folder) {
        HostConfigurationFile configuration = new HostConfigurationFile(
                admin,
                name -> Optional.ofNullable(variables.get(name)),
                StateFolder.locate(Map.of("clawdbot.state.dir", folder.toString())::get, name -> null),
                workingFolder);
        configuration.reload();
        return configuration;
    }
}
