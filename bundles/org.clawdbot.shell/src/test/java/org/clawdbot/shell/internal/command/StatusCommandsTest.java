package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.chat.Cooldown;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ErrorSubject;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeModels;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandsTest {

    private static final String GLM = "chutes/zai-org/GLM-4.7-Flash";

    private final FakeHost host = new FakeHost();

    @TempDir
    Path state;

    @BeforeEach
    void list() throws IOException {
        host.models.full("zai-org/GLM-4.7-Flash", false, 1, "1", "1").selection(GLM, "chutes/b");
        Path folder = Files.createDirectory(
                state.resolve("s"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        host.properties.put("clawdbot.state.dir", folder.toString());
    }

    @Test
    void showsTheStateForAPerson() {
        host.models.signedIn(null);

        assertThat(host.run("models", "status")).isZero();
        assertThat(host.terminal.printed())
                .contains("Default:   " + GLM, "Fallbacks: chutes/b", "chutes:default", "cpk_…", "alice", "2 min old");
    }

    @Test
    void showsTheStateForAProgram() {
        host.models.signedIn(FakeHost.CLOCK.instant().plus(Duration.ofHours(2)));
        host.models.transport = false;

        assertThat(host.run("models", "status", "--json")).isZero();

        JsonNode document = host.document();
        JsonNode provider = document.path("providers").get(0);
        assertThat(document.path("defaultModel").asText()).isEqualTo(GLM);
        assertThat(document.path("resolvedDefault").asText()).isEqualTo(GLM);
        assertThat(provider.path("missing").get(0).asText()).isEqualTo("CompletionsTransport");
        assertThat(provider.path("profiles").get(0).path("status").asText()).isEqualTo("expiring");
        assertThat(provider.path("catalog").path("count").asInt()).isEqualTo(1);
    }

    @Test
    void showsWhatRests() {
        Instant now = FakeHost.CLOCK.instant();
        host.run("models", "status");
        assertThat(host.terminal.printed()).doesNotContain("Cooldowns:");
        host.models.cooldowns.add(
                new Cooldown(ErrorSubject.MODEL, "chutes/a", "capacity", now.plusSeconds(5), now.plusSeconds(60)));
        host.models.cooldowns.add(
                new Cooldown(ErrorSubject.CREDENTIAL, "chutes:default", "quota", now, now.plusSeconds(7200)));

        host.run("models", "status");

        assertThat(host.terminal.printed())
                .contains(
                        "Cooldowns: chutes/a: capacity; not asked until " + now.plusSeconds(5)
                                + ", others go first until " + now.plusSeconds(60) + "\n",
                        "           chutes:default: quota; others go first until " + now.plusSeconds(7200) + "\n");
    }

    @Test
    void namesWhatRestsForAProgramAsTheListOfCooldownsDoes() {
        Instant now = FakeHost.CLOCK.instant();
        host.models.cooldowns.add(
                new Cooldown(ErrorSubject.CREDENTIAL, "chutes:default", "quota", now, now.plusSeconds(7200)));
        FakeHost other = new FakeHost();
        other.models.cooldowns.addAll(host.models.cooldowns);
        other.run("models", "cooldowns", "list", "--json");
        JsonNode listed = other.document().path("cooldowns");

        host.run("models", "status", "--json");

        assertThat(host.document().path("cooldowns")).isEqualTo(listed).hasSize(1);
    }

    @Test
    void printsOnlyTheDefaultWhenPlain() {
        host.run("models", "status", "--plain");
        assertThat(host.terminal.printed()).isEqualToIgnoringNewLines(GLM);
    }

    @Test
    void saysWhatIsWrongWithTheDefaultAndTheCatalog() {
        host.models.failure = new ProviderUnavailableException("connect", "No way there", ErrorDetails.NONE, null);

        assertThat(host.run("models", "status")).isZero();
        assertThat(host.terminal.printed()).contains("(No way there)", "no catalog: No way there");
    }

    @Test
    void checksCredentials() {
        assertThat(host.run("models", "status", "--check")).isEqualTo(1);
        host.models.signedIn(FakeHost.CLOCK.instant().minusSeconds(1));
        assertThat(host.run("models", "status", "--check")).isEqualTo(1);
        host.models.signedIn(FakeHost.CLOCK.instant().plus(Duration.ofHours(23)));
        assertThat(host.run("models", "status", "--check")).isEqualTo(2);
        host.models.signedIn(null);
        assertThat(host.run("models", "status", "--check")).isZero();
    }

    @Test
    void showsAndForgetsCredentials() {
        host.configuration.with(java.util.Map.of("provider", "chutes"), "auth", "profiles", "chutes:default");
        host.apiKey.profiles.add(profile("chutes:default", ProfileStatus.Source.PROFILE));
        host.apiKey.profiles.add(profile("chutes:env", ProfileStatus.Source.ENVIRONMENT));

        assertThat(host.run("models", "auth", "status")).isZero();
        assertThat(host.terminal.printed()).contains("Store: the store", "chutes:default", "from environment");

        assertThat(host.run("models", "auth", "logout")).isZero();
        assertThat(host.apiKey.profiles).hasSize(1);
        assertThat(host.configuration.value("auth", "profiles", "chutes:default"))
                .isEmpty();
        assertThat(host.terminal.said()).contains("still used: chutes:env");

        assertThat(host.run("models", "auth", "logout")).isEqualTo(1);
        assertThat(host.run("models", "auth", "logout", "--profile", "chutes:env"))
                .isEqualTo(1);
    }

    @Test
    void asksWhichCredentialToForget() {
        host.apiKey.profiles.add(profile("chutes:a", ProfileStatus.Source.PROFILE));
        host.apiKey.profiles.add(profile("chutes:b", ProfileStatus.Source.PROFILE));

        assertThat(host.run("models", "auth", "logout")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("chutes:a, chutes:b", "--profile");
    }

    @Test
    void signsInWithTheKeyOfTheEnvironment() {
        host.variables.put("CHUTES_API_KEY", org.clawdbot.shell.internal.FakeStrategy.GOOD);

        assertThat(host.run("models", "auth", "login", "--json")).isZero();
        assertThat(host.document().path("profile").asText()).isEqualTo("chutes:default");
        assertThat(host.run("models", "auth", "login", "--method", "oauth")).isEqualTo(3);
        host.variables.clear();
        assertThat(host.run("models", "auth", "login", "--method", "api-key")).isEqualTo(3);
    }

    @Test
    void keepsTheOrderOfCredentials() {
        host.credentials.content = host.credentials
                .content
                .with(new Profile.ApiKey("chutes:a", "chutes", Secret.of("0123456789"), null))
                .with(new Profile.ApiKey("chutes:b", "chutes", Secret.of("0123456789"), null));

        assertThat(host.run("models", "auth", "order", "set", "chutes:b", "chutes:a"))
                .isZero();
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "auth", "order", "get", "--json")).isZero();
        assertThat(host.document().path("order")).extracting(JsonNode::asText).containsExactly("chutes:b", "chutes:a");
        assertThat(host.run("models", "auth", "order", "set", "chutes:x")).isEqualTo(1);
        assertThat(host.run("models", "auth", "order", "clear")).isZero();
        assertThat(host.credentials.content.order()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsTheStateWhenTheCredentialsCannotBeRead(boolean tolerantFacade) {
        breakCredentials(tolerantFacade);

        assertThat(host.run("models", "status", "--json", "--check")).isEqualTo(1);

        assertThat(host.document().path("resolvedDefault").asText()).isEqualTo(GLM);
        assertThat(host.document().path("credentialProblem").asText()).isEqualTo("x.json is not JSON");
        host.terminal = FakeTerminal.none();
        assertThat(host.run("models", "status")).isZero();
        assertThat(host.terminal.printed()).contains(GLM, "The credentials cannot be read: x.json is not JSON");
    }

    private void breakCredentials(boolean tolerantFacade) {
        CredentialStoreException broken = new CredentialStoreException("x.json is not JSON", ErrorDetails.NONE, null);
        host.credentials.failure = broken;
        host.models.credentialFailure = tolerantFacade ? null : broken;
    }

    @Test
    void saysThatTheFacadeIsMissing() {
        host.models = null;
        for (List<String> words :
                List.of(List.of("models", "list"), List.of("models", "status"), List.of("models", "refresh"))) {
            host.terminal = FakeTerminal.none();
            assertThat(host.run(words.toArray(String[]::new))).isEqualTo(1);
            assertThat(host.terminal.said()).contains("ChatModels is missing", "org.clawdbot.models");
        }
    }

    @Test
    void simulatorSaysWhereItIs() {
        assertThat(host.run("simulator", "--port", "0", "--models", "x")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("./clawdbot simulator");
    }

    @Test
    void runWaitsForTheEndOfTheHost() {
        host.stopped.countDown();
        assertThat(host.run("run")).isZero();
        assertThat(host.terminal.said()).contains("deploy");
        assertThat(host.terminal.printed()).isEmpty();
    }

    private static ProfileStatus profile(String id, ProfileStatus.Source source) {
        return new ProfileStatus(
                id, "chutes", "api-key", source, null, "cpk_…", FakeModels.FETCHED.plusSeconds(999_999));
    }
}
