package org.clawdbot.itests.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.clawdbot.api.agent.AgentListener;
import org.clawdbot.api.agent.AgentRequest;
import org.clawdbot.api.agent.AgentResult;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** A framework that ends and starts again with what it kept: bundles, their settings, and the state folder. */
abstract class RestartTests {

    private static final String CHAT = "/v1/chat/completions";
    private static final String FULL = "moonshotai/Kimi-K2.5-TEE";
    private static final String SOUND = "Qwen/Qwen3-32B-TEE";
    private static final String BASE_PROPERTY = "clawdbot.it.restart.base";

    @TempDir
    Path work;

    private ChutesSimulator chutes;
    private PersistentFramework framework;

    @BeforeEach
    void start() throws Exception {
        chutes = ChutesSimulator.builder()
                .requireKeys(FakeKeys.GOOD)
                .scenario(Scenario.of(
                        Host.slowly(Host.SLOW_PAUSE),
                        Rule.always(Behaviour.atCapacity()).onRoute(CHAT).onModel(FULL)))
                .start();
        System.setProperty(BASE_PROPERTY, chutes.baseUrl().toString());
        framework = new PersistentFramework(work);
        configure(
                "org.clawdbot.chutes.catalog",
                Map.of("baseUrl", chutes.baseUrl().toString()));
        configure("org.clawdbot.chutes.completions", Map.of("baseUrl", "$[prop:" + BASE_PROPERTY + "]"));
        configure(
                "org.clawdbot.models",
                Map.of("defaultModel", "chutes/" + FULL, "fallbacks", new String[] {"chutes/" + SOUND}));
        Profile mine = new Profile.ApiKey("chutes:mine", "chutes", Secret.of(FakeKeys.GOOD), null);
        framework.service(CredentialStore.class).update(now -> now.with(mine));
        PersistentFramework.eventually(() -> framework.models().complete(ChatRequest.of("Is everything there?")));
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
        chutes.close();
        System.clearProperty(BASE_PROPERTY);
    }

    @Test
    void everythingIsThereAgainAndNothingTwice() throws Exception {
        List<String> installed = framework.installed();
        List<String> services = framework.services();
        assertThat(say("First")).contains("First");

        for (int restarts = 1; restarts <= 2; restarts++) {
            framework.restart();

            PersistentFramework.eventually(
                    () -> assertThat(framework.services()).isEqualTo(services));
            assertThat(framework.installed()).isEqualTo(installed);
            assertThat(framework.idle()).isEmpty();
            chutes.clearRequests();
            assertThat(say("Once more")).contains("Once more");
            assertThat(chutes.requests(CHAT)).singleElement().satisfies(request -> {
                assertThat(request.json().path("model").asText())
                        .as("the full one still rests")
                        .isEqualTo(SOUND);
                assertThat(request.json().path("messages").toString())
                        .as("the conversation goes on")
                        .contains("First");
                assertThat(request.credential()).contains(FakeKeys.GOOD);
            });
            assertThat(framework.models().selection().defaultModel()).isEqualTo("chutes/" + FULL);
            assertThat(framework.models().selection().fallbacks()).containsExactly("chutes/" + SOUND);
            assertThat(framework.service(CredentialStore.class).read().profile("chutes:mine"))
                    .isPresent();
            assertThat(framework
                            .service(Sessions.class)
                            .read("mine")
                            .orElseThrow()
                            .turns())
                    .hasSize(1 + restarts);
        }
    }

    @Test
    void aReplyThatArrivesWhenTheFrameworkEndsComesToAnEnd() throws Exception {
        CompletableFuture<String> reply = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(framework.models().stream(ChatRequest.of("Answer slowly")), reply));
        reader.start();
        chutes.awaitOpenStreams(1, Duration.ofSeconds(10));

        framework.restart();

        assertThat(ending(reply))
                .satisfiesAnyOf(text -> assertThat(text).isEqualTo("lorem ".repeat(40)), text -> assertThat(text)
                        .startsWith("ModelException"));
        reader.join(TimeUnit.SECONDS.toMillis(5));
        assertThat(reader.isAlive()).isFalse();
        PersistentFramework.eventually(() -> framework.models().complete(ChatRequest.of("And now?")));
    }

    private static void read(ChatStream stream, CompletableFuture<String> reply) {
        try (stream) {
            reply.complete(stream.result().text());
        } catch (ModelException e) {
            reply.complete("ModelException " + e.code());
        } catch (RuntimeException | Error e) {
            reply.completeExceptionally(e);
        }
    }

    private static String ending(CompletableFuture<String> reply)
            throws InterruptedException, ExecutionException, TimeoutException {
        return reply.get(20, TimeUnit.SECONDS);
    }

    /** A turn of a conversation; asked again until all of what a start brings is there. */
    private String say(String text) {
        AgentResult result = PersistentFramework.eventually(() -> framework
                .service(Sessions.class)
                .run("mine", AgentRequest.of(ChatRequest.of(text)), new AgentListener() {}));
        return result.reply().text();
    }

    private void configure(String pid, Map<String, ?> settings) throws IOException {
        framework
                .service(ConfigurationAdmin.class)
                .getConfiguration(pid, "?")
                .update(FrameworkUtil.asDictionary(settings));
    }
}
