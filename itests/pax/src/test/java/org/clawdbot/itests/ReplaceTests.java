package org.clawdbot.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** Each bundle replaced in each way an operator has, while a reply arrives; and what is said when one is gone. */
abstract class ReplaceTests {

    /** Those a request needs, and those it does not. The façade itself is not among them: its streams end with it. */
    private static final List<String> PARTS = List.of(
            "org.clawdbot.chutes.catalog",
            "org.clawdbot.chutes.completions",
            "org.clawdbot.chutes.auth.apikey",
            "org.clawdbot.chutes.auth.oauth",
            "org.clawdbot.credentials.file",
            "org.clawdbot.http",
            "org.clawdbot.config",
            "org.clawdbot.agent",
            "org.clawdbot.sessions.file",
            "org.clawdbot.shell");

    private Framework framework;
    private ChatModels models;

    @BeforeEach
    void configure() throws IOException {
        framework = Framework.around(this);
        models = Chutes.configure(framework);
    }

    @Test
    void aRunningReplyOutlivesTheStopOfAnyPart() throws Exception {
        for (String name : PARTS) {
            Bundle part = framework.bundle(name);
            try {
                assertThat(Streams.textOfSlowReplyDuring(models(), part::stop))
                        .as(name)
                        .isEqualTo(Streams.SLOW_TEXT);
            } finally {
                part.start();
            }
            replies("after start of " + name);
        }
    }

    @Test
    void aRunningReplyOutlivesTheUpdateOfAnyPart() throws Exception {
        for (String name : PARTS) {
            assertThat(Streams.textOfSlowReplyDuring(models(), framework.bundle(name)::update))
                    .as(name)
                    .isEqualTo(Streams.SLOW_TEXT);
            replies("after update of " + name);
        }
    }

    @Test
    void everyPartIsThereAgainAfterUpdateAndRefresh() throws Exception {
        for (String name : PARTS) {
            Bundle part = framework.bundle(name);
            part.update();
            framework.refresh(part);
            replies("after refresh of " + name);
        }
    }

    @Test
    void everyPartMayBeStoppedAndStartedInAnyOrder() throws Exception {
        List<Bundle> all = PARTS.stream().map(framework::bundle).toList();
        for (Bundle each : all) {
            each.stop();
        }
        Throwable missing = catchThrowable(() -> models.complete(ChatRequest.of("Is anybody there?")));
        for (Bundle each : all) {
            each.start();
        }

        assertThat(missing).isInstanceOf(ModelException.class);
        replies("after all were stopped");
    }

    @Test
    void whoAsksWithoutAPartIsToldWhich() throws Exception {
        assertThat(missingWithout("org.clawdbot.chutes.completions")).isEqualTo("CompletionsTransport");
        assertThat(missingWithout("org.clawdbot.chutes.auth.apikey", "org.clawdbot.chutes.auth.oauth"))
                .isEqualTo("AuthStrategy");
        assertThat(missingWithout("org.clawdbot.http")).isEqualTo("CompletionsTransport");
    }

    @Test
    void aBetterRankedRivalIsUsedFromThenOnAndItsEndGoesUnnoticed() {
        ModelCatalog live = framework.service(ModelCatalog.class, "(catalog.source=live)");
        AtomicInteger asked = new AtomicInteger();
        ModelCatalog rival = (ModelCatalog) Proxy.newProxyInstance(
                ModelCatalog.class.getClassLoader(),
                new Class<?>[] {ModelCatalog.class},
                (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    return method.invoke(live, arguments);
                });
        ServiceRegistration<ModelCatalog> registration = framework
                .context()
                .registerService(
                        ModelCatalog.class,
                        rival,
                        FrameworkUtil.asDictionary(Map.of(
                                "model.provider",
                                "chutes",
                                "catalog.source",
                                "rival",
                                Constants.SERVICE_RANKING,
                                100)));
        try {
            models.complete(ChatRequest.of("With two catalogs"));
            assertThat(asked).as("questions to the better one").hasPositiveValue();
        } finally {
            registration.unregister();
        }
        asked.set(0);
        models.complete(ChatRequest.of("With one again"));
        assertThat(asked).hasValue(0);
    }

    @Test
    void aTargetThatNothingMeetsLeavesThePartOutAndItsRemovalBringsItBack() throws Exception {
        framework.configure(
                "org.clawdbot.models", Map.of("defaultModel", Chutes.MODEL, "transport.target", "(no.such=transport)"));
        try {
            framework.eventually("answer without a transport", () -> {
                assertThat(catchThrowable(() -> models().complete(ChatRequest.of("Anybody there?"))))
                        .isInstanceOf(MissingPartException.class);
                return true;
            });
        } finally {
            framework.configure("org.clawdbot.models", Map.of("defaultModel", Chutes.MODEL));
        }
        replies("after the target was removed");
    }

    @Test
    void aBadSettingIsNamedAndItsRepairNoticed() throws Exception {
        String base = System.getProperty("clawdbot.it.chutes") + "/v1";
        framework.configure("org.clawdbot.chutes.completions", Map.of("baseUrl", "no URL at all"));
        try {
            framework.eventually("complaint about the setting", () -> {
                assertThat(catchThrowable(() -> models().complete(ChatRequest.of("Anybody there?"))))
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("baseUrl");
                return true;
            });
        } finally {
            framework.configure("org.clawdbot.chutes.completions", Map.of("baseUrl", base));
        }
        replies("after the repair");
    }

    /** A change of the façade's settings may have replaced it. */
    private ChatModels models() {
        return framework.service(ChatModels.class);
    }

    private void replies(String when) {
        framework.eventually("reply " + when, () -> {
            framework.service(AuthStrategy.class, "(auth.mode=api-key)");
            framework.service(CompletionsTransport.class);
            return models().complete(ChatRequest.of("Hello again"));
        });
    }

    private String missingWithout(String... names) throws BundleException {
        List<Bundle> bundles = List.of(names).stream().map(framework::bundle).toList();
        for (Bundle each : bundles) {
            each.stop();
        }
        try {
            Throwable thrown = catchThrowable(() -> models.complete(ChatRequest.of("Is anybody there?")));
            assertThat(thrown).isInstanceOf(MissingPartException.class);
            return ((MissingPartException) thrown).part();
        } finally {
            for (Bundle each : bundles) {
                each.start();
            }
            replies("after start of " + List.of(names));
        }
    }
}
