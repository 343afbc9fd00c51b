package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
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
    void finishesAStreamWhileTheCatalogIsUpdated() throws BundleException {
        Bundle catalog = framework.bundle("org.clawdbot.chutes.catalog");

        assertThat(textOfSlowReplyDuring(catalog::update)).isEqualTo(Streams.SLOW_TEXT);

        framework.service(ModelCatalog.class, "(model.provider=chutes)");
        assertThat(framework.eventually("model", () -> models.resolve(null)).reference())
                .hasToString(Chutes.MODEL);
    }

    @Test
    void finishesAStreamWhileTheCatalogIsAway() throws BundleException {
        Bundle catalog = framework.bundle("org.clawdbot.chutes.catalog");
        try {
            assertThat(textOfSlowReplyDuring(catalog::stop)).isEqualTo(Streams.SLOW_TEXT);
        } finally {
            catalog.start();
        }
    }

    private String textOfSlowReplyDuring(Change change) throws BundleException {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = models.stream(ChatRequest.of("Answer slowly"))) {
            Iterator<ChatEvent> arriving = stream.iterator();
            while (Streams.textOf(events).isEmpty()) {
                events.add(arriving.next());
            }
            change.happen();
            arriving.forEachRemaining(events::add);
        }
        assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Completed.class);
        return Streams.textOf(events);
    }

    /** Something done to the framework while a reply arrives. */
    @FunctionalInterface
    private interface Change {
        void happen() throws BundleException;
    }
}
