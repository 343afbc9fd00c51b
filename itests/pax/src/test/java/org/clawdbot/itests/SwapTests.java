package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.util.Map;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.error.MissingPartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Parts that go and come back while the façade is in use. */
abstract class SwapTests {

    private Framework framework;
    private ChatModels models;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
    }

    @Test
    void namesTheMissingTransportAndWorksAgainWhenItIsBack() throws BundleException {
        Bundle transport = framework.bundle("org.clawdbot.chutes.completions");
        transport.stop();
        try {
            assertThatThrownBy(() ->
                            models.stream(ChatRequest.of("Anybody there?")).close())
                    .asInstanceOf(type(MissingPartException.class))
                    .satisfies(missing -> assertThat(missing.part()).isEqualTo("CompletionsTransport"));
        } finally {
            transport.start();
        }

        assertThat(framework
                        .eventually("reply", () -> models.complete(ChatRequest.of("There you are")))
                        .text())
                .contains("There you are");
    }

    @Test
    void finishesAStreamWhileTheCatalogIsUpdated() throws Exception {
        Bundle catalog = framework.bundle("org.clawdbot.chutes.catalog");

        assertThat(Streams.textOfSlowReplyDuring(models, catalog::update)).isEqualTo(Streams.SLOW_TEXT);

        framework.service(ModelCatalog.class, "(model.provider=chutes)");
        assertThat(framework.eventually("model", () -> models.resolve(null)).reference())
                .hasToString(Chutes.MODEL);
    }

    @Test
    void finishesAStreamWhileTheCatalogIsAway() throws Exception {
        Bundle catalog = framework.bundle("org.clawdbot.chutes.catalog");
        try {
            assertThat(Streams.textOfSlowReplyDuring(models, catalog::stop)).isEqualTo(Streams.SLOW_TEXT);
        } finally {
            catalog.start();
        }
    }

    @Test
    void tellsOfASwapOfCatalogsOnce() throws Exception {
        try (CatalogSources sources = new CatalogSources(framework)) {
            Bundle pinned = sources.installPinned();
            models.catalogs();
            settle();

            assertThat(Streams.textOfSlowReplyDuring(models, () -> {
                        pinned.start();
                        sources.live().stop();
                    }))
                    .isEqualTo(Streams.SLOW_TEXT);

            sources.awaitSwitchTo("file");
            settle();
            assertThat(sources.heard()).singleElement().satisfies(change -> {
                assertThat(change.before().source()).isEqualTo("live");
                assertThat(change.appeared())
                        .extracting(model -> model.reference().id())
                        .containsExactly(CatalogSources.PINNED_ONLY);
            });
            assertThat(models.resolve(null).contextWindow()).isEqualTo(CatalogSources.PINNED_WINDOW);
        }
    }

    @Test
    void choosesAnotherCatalogWhenTheTargetChanges() throws Exception {
        try (CatalogSources sources = new CatalogSources(framework)) {
            sources.installPinned().start();
            sources.awaitSource("file");
            models.catalogs();
            settle();
            assertThat(models.providers().get(0).catalogSource()).isEqualTo("live");

            framework.configure(
                    "org.clawdbot.models",
                    Map.of("defaultModel", Chutes.MODEL, "catalog.target", "(catalog.source=file)"));

            sources.awaitSwitchTo("file");
            assertThat(framework.service(ChatModels.class))
                    .as("the façade was not restarted")
                    .isSameAs(models);
            settle();
            assertThat(sources.heard()).hasSize(1);
        } finally {
            Chutes.configure(framework);
        }
    }

    @Test
    void takesUpTheCatalogOfAnotherVendor() throws Exception {
        try (CatalogSources sources = new CatalogSources(framework)) {
            models.catalogs();
            settle();

            Bundle harbour = sources.installHarbour();
            harbour.start();

            sources.awaitSwitchTo("harbour");
            assertThat(models.resolve("chutes/harbour/Pilot-1").inTee()).isTrue();
            assertThat(models.catalogs()).singleElement().satisfies(list -> assertThat(list.source())
                    .isEqualTo("harbour"));

            harbour.uninstall();

            sources.awaitSwitchTo("live");
            assertThat(models.resolve(null).reference()).hasToString(Chutes.MODEL);
        }
    }

    /** Lets everything be told that is on its way. */
    private static void settle() throws InterruptedException {
        Thread.sleep(500);
    }

    @Test
    void finishesAStreamWhileItsTransportIsAway() throws Exception {
        Bundle transport = framework.bundle("org.clawdbot.chutes.completions");
        try {
            assertThat(Streams.textOfSlowReplyDuring(models, transport::stop)).isEqualTo(Streams.SLOW_TEXT);
        } finally {
            transport.start();
        }
        models = reachable();
    }

    @Test
    void finishesAStreamWhileItsTransportIsUpdated() throws Exception {
        Bundle transport = framework.bundle("org.clawdbot.chutes.completions");

        assertThat(Streams.textOfSlowReplyDuring(models, transport::update)).isEqualTo(Streams.SLOW_TEXT);

        models = reachable();
    }

    @Test
    void finishesAStreamWhileItsTransportIsUpdatedAndRefreshed() throws Exception {
        Bundle transport = framework.bundle("org.clawdbot.chutes.completions");

        assertThat(Streams.textOfSlowReplyDuring(models, () -> {
                    transport.update();
                    framework.refresh(transport);
                }))
                .isEqualTo(Streams.SLOW_TEXT);

        models = reachable();
    }

    @Test
    void finishesAStreamWhileItsHttpClientIsAway() throws Exception {
        Bundle http = framework.bundle("org.clawdbot.http");
        try {
            assertThat(Streams.textOfSlowReplyDuring(models, http::stop)).isEqualTo(Streams.SLOW_TEXT);
        } finally {
            http.start();
        }
        models = reachable();
    }

    /** Waits until a request reaches the server again, so that the next test finds what it needs. */
    private ChatModels reachable() {
        ChatModels again = framework.service(ChatModels.class);
        framework.eventually("reply", () -> again.complete(ChatRequest.of("There you are")));
        return again;
    }
}
