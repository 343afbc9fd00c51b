package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.host.HostConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What editing {@code clawdbot.json} does to a host that runs. */
abstract class ConfigurationTests {

    private Framework framework;
    private Path file;
    private ChatModels models;

    @BeforeEach
    void start() throws IOException, InvalidSyntaxException {
        framework = Framework.around(this);
        deleteConfigurations();
        file = framework.service(HostConfiguration.class).file();
        models = framework.service(ChatModels.class);
        write("\"live\"");
        awaitSource("live");
    }

    @AfterEach
    void clear() throws IOException, InvalidSyntaxException {
        Files.deleteIfExists(file);
        deleteConfigurations();
    }

    @Test
    void takesUpTheOtherCatalogWithoutARestartAndKeepsTheLastGoodFile() throws Exception {
        try (CatalogSources sources = new CatalogSources(framework)) {
            Path list = Files.writeString(
                    file.resolveSibling("pinned.json"),
                    "[{\"id\": \"" + Chutes.MODEL_ID + "\", \"context_length\": " + CatalogSources.PINNED_WINDOW
                            + "}]");
            framework
                    .context()
                    .installBundle(System.getProperty("clawdbot.it.bundle.pinned"))
                    .start();
            models.catalogs();

            write("{file: \"pinned.json\"}");

            awaitSource("file");
            sources.awaitSwitchTo("file");
            assertThat(models.resolve(Chutes.MODEL).contextWindow()).isEqualTo(CatalogSources.PINNED_WINDOW);
            assertThat(framework.service(ChatModels.class)).isSameAs(models);

            Files.writeString(file, Files.readString(file).replace("{file:", "{flie:"));
            framework.eventually("complaint", () -> {
                assertThat(framework.service(HostConfiguration.class).problems())
                        .isNotEmpty();
                return true;
            });
            assertThat(models.resolve(Chutes.MODEL).contextWindow()).isEqualTo(CatalogSources.PINNED_WINDOW);

            write("\"live\"");
            awaitSource("live");
            sources.awaitSwitchTo("live");
            Files.delete(list);
        }
    }

    private void write(String catalog) throws IOException {
        Files.createDirectories(file.getParent());
        String account = System.getProperty("clawdbot.it.chutes");
        Files.writeString(
                file,
                """
                { agents: { defaults: { model: "%s" } },
                  models: { providers: { chutes: {
                    baseUrl: "%s/v1", accountUrl: "%s", catalog: %s } } } }
                """
                        .formatted(Chutes.MODEL, account, account, catalog));
    }

    private void awaitSource(String source) {
        framework.eventually("list from " + source, () -> {
            assertThat(models.catalogs()).singleElement().satisfies(list -> assertThat(list.source())
                    .isEqualTo(source));
            return true;
        });
    }

    /** The other tests configure as an operator does, whose word goes before the file. */
    private void deleteConfigurations() throws IOException, InvalidSyntaxException {
        Configuration[] all =
                framework.service(ConfigurationAdmin.class).listConfigurations("(service.pid=org.clawdbot.*)");
        for (Configuration each : all == null ? new Configuration[0] : all) {
            each.delete();
        }
    }
}
