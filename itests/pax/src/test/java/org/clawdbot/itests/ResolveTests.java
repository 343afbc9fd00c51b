package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.tool.AgentTool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** What must hold for the bundles as they are installed, before anything is configured. */
abstract class ResolveTests {

    private Framework framework;

    @BeforeEach
    void findFramework() {
        framework = Framework.around(this);
    }

    @Test
    void startsEveryBundle() {
        framework.eventually("bundle set that runs", () -> {
            assertThat(framework.diagnosis().idleBundles()).isEmpty();
            return true;
        });
    }

    @Test
    void offersTheWaysToSignIn() {
        assertThat(framework.service(AuthStrategy.class, "(&(model.provider=chutes)(auth.mode=api-key))"))
                .isNotNull();
        assertThat(framework.service(CredentialStore.class)).isNotNull();
    }

    @Test
    void offersTheLiveCatalog() {
        assertThat(framework.service(ModelCatalog.class, "(&(model.provider=chutes)(catalog.source=live))"))
                .isNotNull();
    }

    @Test
    void offersTheTransport() {
        assertThat(framework.service(CompletionsTransport.class, "(model.provider=chutes)"))
                .isNotNull();
    }

    @Test
    void offersTheFacade() {
        assertThat(framework.service(ChatModels.class)).isNotNull();
    }

    @Test
    void offersTheAgentAndItsTools() {
        assertThat(framework.service(Agent.class)).isNotNull();
        assertThat(framework.service(AgentTool.class)).isNotNull();
    }

    @Test
    @SuppressWarnings("unchecked") // a service is found by its raw type
    void servesWhoWasCompiledAgainstTheFirstVersionOfTheApi() throws Exception {
        Chutes.configure(framework);
        Bundle consumer;
        try (InputStream jar = ResolveTests.class.getResourceAsStream("/consumer-1.0.jar")) {
            consumer = framework.context().installBundle("consumer:1.0", jar);
        }
        try {
            consumer.start();

            assertThat(framework.service(UnaryOperator.class, "(consumer=1.0)").apply("Hello from long ago"))
                    .asString()
                    .contains("Hello from long ago");
        } finally {
            consumer.uninstall();
        }
    }

    @Test
    void leavesNoComponentWaiting() {
        framework.service(Agent.class);

        assertThat(framework.diagnosis().idleComponents()).isEmpty();
    }

    @Test
    void explainsWhatAComponentWaitsFor() throws BundleException {
        Bundle http = framework.bundle("org.clawdbot.http");
        http.stop();
        try {
            assertThat(framework.diagnosis().idleComponents())
                    .contains("org.clawdbot.chutes.catalog: no okhttp3.OkHttpClient for reference 'http'");
        } finally {
            http.start();
        }
    }
}
