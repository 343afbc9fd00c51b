package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.SignInRequiredException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** What users are told while one bundle is stopped, what goes on without it, and that its start is all it takes. */
abstract class MissingTests {

    private static final String ASK = "agent:ask --message 'Anybody there?'";

    private Framework framework;
    private ChatModels models;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
        String account = System.getProperty("clawdbot.it.chutes");
        framework.configure("org.clawdbot.chutes.account", Map.of("accountUrl", account, "baseUrl", account + "/v1"));
    }

    @Test
    void withoutKeysAUserIsAskedToSignInTheOtherWay() throws Exception {
        without("org.clawdbot.chutes.auth.apikey", () -> {
            assertThat(failure()).isInstanceOf(SignInRequiredException.class);
            assertThat(type(ASK)).contains("You are not signed in to chutes; run `clawdbot onboard");
            assertThat(type("models:auth-login --method api-key"))
                    .contains("AuthStrategy with auth.mode=api-key is missing")
                    .contains("Install the bundle org.clawdbot.chutes.auth.apikey");
            assertThat(type("models:list")).contains(Chutes.MODEL_ID);
        });
    }

    @Test
    void withoutSigningInByBrowserKeysGoOnAndItsAbsenceIsNamed() throws Exception {
        without("org.clawdbot.chutes.auth.oauth", () -> {
            assertThat(type(ASK)).contains("Anybody there?");
            assertThat(type("models:auth-login --method oauth"))
                    .contains("AuthStrategy with auth.mode=oauth is missing")
                    .contains("Install the bundle org.clawdbot.chutes.auth.oauth");
        });
    }

    @Test
    void withoutTheStoreNobodyCanSignInAndModelsAreStillListed() throws Exception {
        without("org.clawdbot.credentials.file", () -> {
            assertThat(missingPart()).isEqualTo("AuthStrategy");
            assertThat(type("models:list")).contains(Chutes.MODEL_ID);
            assertThat(type("clawdbot:doctor --offline"))
                    .contains("The service CredentialStore is missing")
                    .contains("Install and start the bundle org.clawdbot.credentials.file");
        });
    }

    @Test
    void withoutACatalogRequestsGoOnAndWhoeverLooksForModelsIsToldOfIt() throws Exception {
        without("org.clawdbot.chutes.catalog", () -> {
            assertThat(models.complete(ChatRequest.of("Unlisted")).text()).contains("Unlisted");
            assertThat(type("models:list")).contains(Chutes.MODEL_ID);
            assertThat(type("models:status")).contains("missing parts: ModelCatalog");
            assertThat(type("models:refresh"))
                    .contains("There is no source to refresh the models of \"chutes\" from")
                    .contains("the ModelCatalog is missing");
        });
    }

    @Test
    void withoutATransportItIsNamedAndModelsAreStillListed() throws Exception {
        without("org.clawdbot.chutes.completions", () -> {
            assertThat(missingPart()).isEqualTo("CompletionsTransport");
            assertThat(type(ASK)).contains("the CompletionsTransport is missing", "start or install its bundle");
            assertThat(type("models:list")).contains(Chutes.MODEL_ID);
        });
    }

    @Test
    void withoutTheHttpClientEveryPartThatWaitsForItIsNamed() throws Exception {
        without("org.clawdbot.http", () -> {
            assertThat(missingPart()).isEqualTo("CompletionsTransport");
            assertThat(type("clawdbot:doctor --offline"))
                    .contains("org.clawdbot.chutes.completions waits for okhttp3.OkHttpClient (reference \"http\")")
                    .contains("org.clawdbot.chutes.auth.apikey waits for okhttp3.OkHttpClient")
                    .contains("org.clawdbot.chutes.account waits for okhttp3.OkHttpClient");
        });
    }

    @Test
    void withoutTheFileOfSettingsChatsGoOnAndChangesNameIt() throws Exception {
        without("org.clawdbot.config", () -> {
            framework.eventually("reply", () -> models().complete(ChatRequest.of("There you are")));
            assertThat(type("models:set " + Chutes.MODEL))
                    .contains("The service HostConfiguration is missing; the bundle org.clawdbot.config provides it");
        });
    }

    @Test
    void withoutTheFacadeItAndNotTheAgentIsNamed() throws Exception {
        without("org.clawdbot.models", () -> {
            for (String command : new String[] {ASK, "models:list", "agent:chat --json"}) {
                assertThat(type(command))
                        .contains("The service ChatModels is missing; the bundle org.clawdbot.models provides it");
            }
            assertThat(type("models:auth-status")).contains("chutes:configuration");
        });
    }

    @Test
    void withoutTheAccountItsCommandNamesIt() throws Exception {
        without("org.clawdbot.chutes.account", () -> {
            assertThat(type("chutes:account"))
                    .contains("The service AccountService is missing; the bundle org.clawdbot.chutes.account");
            assertThat(type(ASK)).contains("Anybody there?");
        });
        assertThat(type("chutes:account")).contains("Balance");
    }

    @Test
    void withoutTheAgentItIsNamedAndTheFacadeGoesOn() throws Exception {
        without("org.clawdbot.agent", () -> {
            assertThat(type(ASK)).contains("The service Agent is missing; the bundle org.clawdbot.agent provides it");
            assertThat(models.complete(ChatRequest.of("Only you")).text()).contains("Only you");
        });
        assertThat(type(ASK)).contains("Anybody there?");
    }

    @Test
    void withoutSessionsTurnsGoOnAndConversationsNameThem() throws Exception {
        without("org.clawdbot.sessions.file", () -> {
            for (String command : new String[] {"agent:sessions-list", ASK + " --session lost"}) {
                assertThat(type(command))
                        .contains("The service Sessions is missing; the bundle org.clawdbot.sessions.file provides it");
            }
            assertThat(type(ASK)).contains("Anybody there?");
        });
        assertThat(type(ASK + " --session found")).contains("Anybody there?");
    }

    @Test
    void librariesNeedNotBeStarted() throws Exception {
        for (String library : new String[] {"org.clawdbot.chutes.wire", "org.clawdbot.okhttp", "org.clawdbot.api"}) {
            framework.bundle(library).stop();
            try {
                assertThat(models.complete(ChatRequest.of("Without " + library)).text())
                        .contains(library);
            } finally {
                framework.bundle(library).start();
            }
        }
    }

    /** Looks around while a bundle is stopped; its start must be enough to have everything again. */
    private void without(String name, Look look) throws Exception {
        Bundle bundle = framework.bundle(name);
        Set<String> restarted = new ConcurrentSkipListSet<>();
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STARTED) {
                restarted.add(event.getBundle().getSymbolicName());
            }
        };
        framework.context().addBundleListener(listener);
        bundle.stop();
        try {
            look.around();
            assertThat(type("clawdbot:doctor --offline")).contains("The bundle " + name + " is not started");
        } finally {
            bundle.start();
        }
        framework.eventually(
                "reply after the start of " + name, () -> models().complete(ChatRequest.of("There you are")));
        framework.context().removeBundleListener(listener);
        assertThat(restarted).containsExactly(name);
    }

    private String type(String command) {
        return framework.type(command);
    }

    private ChatModels models() {
        return framework.service(ChatModels.class);
    }

    private Throwable failure() {
        return catchThrowable(() -> models.complete(ChatRequest.of("Anybody there?")));
    }

    private String missingPart() {
        Throwable failure = failure();
        assertThat(failure).isInstanceOf(MissingPartException.class);
        return ((MissingPartException) failure).part();
    }

    /** What is looked at while something is missing. */
    @FunctionalInterface
    private interface Look {
        void around() throws Exception;
    }
}
