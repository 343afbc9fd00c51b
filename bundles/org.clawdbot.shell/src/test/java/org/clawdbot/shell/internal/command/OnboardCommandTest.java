package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clawdbot.shell.internal.FakeStrategy.GOOD;
import static org.clawdbot.shell.internal.FakeStrategy.REFUSED;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.auth.SignInRequest;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInPendingException;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeScreen;
import org.clawdbot.shell.internal.FakeStrategy;
import org.clawdbot.shell.internal.FakeTerminal;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnboardCommandTest {

    private static final String SEED = "chutes/zai-org/GLM-4.7-Flash";

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void list() {
        host.models.full("zai-org/GLM-4.7-Flash", false, 202752, "0.06", "0.4").full("b/Tools-TEE", true, 1, "1", "1");
    }

    @AfterEach
    void neverShowsAKeyOrPutsItIntoTheConfiguration() {
        assertThat(host.terminal.printed() + host.terminal.said() + host.configuration.content)
                .doesNotContain(GOOD)
                .doesNotContain(REFUSED);
    }

    @Test
    void worksWithAKeyAloneAndWithoutATerminal() {
        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();

        assertThat(host.apiKey.keys).containsExactly(Secret.of(GOOD));
        assertThat(host.configuration.value("auth", "profiles", "chutes:default"))
                .contains(Map.of("provider", "chutes", "mode", "api_key"));
        assertThat(host.configuration.value("models", "providers", "chutes", "baseUrl"))
                .contains("https://llm.chutes.ai/v1");
        assertThat(host.configuration.value("models", "providers", "chutes", "api"))
                .contains("openai-completions");
        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains(SEED);
        assertThat(host.terminal.printed())
                .contains("chutes:default as alice (verified)", SEED, "Next: clawdbot agent --message");
        assertThat(host.terminal.said()).isEmpty();
    }

    @Test
    void printsOneDocument() {
        assertThat(host.run("onboard", "--chutes-api-key", GOOD, "--json")).isZero();

        JsonNode document = host.document();
        assertThat(document.path("authChoice").asText()).isEqualTo("chutes-api-key");
        assertThat(document.path("profile").asText()).isEqualTo("chutes:default");
        assertThat(document.path("verified").asBoolean()).isTrue();
        assertThat(document.path("account").asText()).isEqualTo("alice");
        assertThat(document.path("model").asText()).isEqualTo(SEED);
        assertThat(document.path("config").asText()).endsWith("clawdbot.json");
    }

    @Test
    void savesNothingWhenTheKeyIsRefused() {
        assertThat(host.run("onboard", "--chutes-api-key", REFUSED)).isEqualTo(3);

        assertThat(host.configuration.updates).isZero();
        assertThat(host.apiKey.keys).isEmpty();
        assertThat(host.terminal.said()).startsWith("clawdbot: Chutes refused the API key");
    }

    @Test
    void doesNotVerifyWhenToldNotTo() {
        assertThat(host.run("onboard", "--chutes-api-key", REFUSED, "--no-verify", "--json"))
                .isZero();
        assertThat(host.document().path("verified").asBoolean(true)).isFalse();
    }

    @Test
    void takesTheKeyFromTheEnvironment() {
        host.variables.put("CHUTES_API_KEY", "export CHUTES_API_KEY=\"" + GOOD + "\";");

        assertThat(host.run("onboard", "--auth-choice", "chutes-api-key")).isZero();
        assertThat(host.apiKey.keys).containsExactly(Secret.of(GOOD));
    }

    @Test
    void verifiesTheStoredKeyAgain() {
        host.apiKey.profiles.add(new ProfileStatus(
                "chutes:work", "chutes", "api-key", ProfileStatus.Source.PROFILE, null, "cpk_…", null));
        host.credentials.content =
                host.credentials.content.with(new Profile.ApiKey("chutes:work", "chutes", Secret.of(GOOD), null));

        assertThat(host.run("onboard")).isZero();
        assertThat(host.apiKey.requests.get(0).profileId()).isEqualTo("chutes:work");
        assertThat(host.apiKey.keys).containsExactly(Secret.of(GOOD));
    }

    @Test
    void namesTheFlagAndTheVariableWhenNobodyCanBeAsked() {
        assertThat(host.run("onboard")).isEqualTo(3);
        assertThat(host.terminal.said()).contains("--chutes-api-key KEY", "CHUTES_API_KEY");

        host.terminal = FakeTerminal.withUser();
        assertThat(host.run("onboard", "--non-interactive")).isEqualTo(3);
        assertThat(host.terminal.questions).isEmpty();
    }

    @Test
    void asksForTheKeyOnATerminal() {
        host.terminal = FakeTerminal.withUser(GOOD);

        assertThat(host.run("onboard")).isZero();
        assertThat(host.apiKey.keys).containsExactly(Secret.of(GOOD));
    }

    @Test
    void asksHowToSignInWhereThereAreTwoWays() {
        FakeStrategy oauth = new FakeStrategy("oauth");
        host.strategy("oauth", oauth);
        host.terminal = FakeTerminal.withUser("b");

        assertThat(host.run("onboard")).isZero();
        assertThat(oauth.requests).hasSize(1);
        assertThat(host.configuration.value("auth", "profiles", "chutes:default", "mode"))
                .contains("oauth");
    }

    @Test
    void offersOnlyOAuthWhereThereIsNothingElse() {
        FakeStrategy oauth = new FakeStrategy("oauth");
        host.strategies.clear();
        host.strategy("oauth", oauth);

        assertThat(host.run("onboard")).isZero();
        host.terminal = FakeTerminal.withUser();
        assertThat(host.run("onboard")).isZero();
        assertThat(oauth.requests).hasSize(2);
    }

    @Test
    void handsTheBrowserOptionsOn() {
        FakeStrategy oauth = new FakeStrategy("oauth");
        host.strategy("oauth", oauth);
        host.variables.put("CHUTES_API_KEY", GOOD);

        assertThat(host.run("onboard", "--no-browser")).isZero();
        assertThat(host.run("onboard", "--redirect-url", "http://127.0.0.1:1/x?code=a&state=b"))
                .isZero();

        assertThat(oauth.requests)
                .extracting(SignInRequest::options)
                .containsExactly(
                        Map.of("no-browser", "true"), Map.of("redirect-url", "http://127.0.0.1:1/x?code=a&state=b"));
        assertThat(host.run("onboard", "--no-browser", "--chutes-api-key", GOOD))
                .isEqualTo(2);
        assertThat(host.run("onboard", "--no-browser", "--auth-choice", "skip")).isEqualTo(2);
    }

    @Test
    void aSignInThatWaitsForTheUserSaysHowToFinishIt() {
        FakeStrategy oauth = new FakeStrategy("oauth");
        oauth.signInFailure = new SignInPendingException(
                "Nobody is here",
                URI.create("http://x/idp/authorize?state=s"),
                Instant.parse("2026-01-01T00:15:00Z"),
                ErrorDetails.NONE);
        host.strategy("oauth", oauth);

        assertThat(host.run("onboard", "--no-browser", "--json")).isEqualTo(3);

        JsonNode document = host.document();
        assertThat(document.at("/error/code").asText()).isEqualTo("sign-in-pending");
        assertThat(document.at("/signIn/state").asText()).isEqualTo("pending");
        assertThat(document.at("/signIn/authorizeUrl").asText()).isEqualTo("http://x/idp/authorize?state=s");
        assertThat(document.at("/signIn/finishBefore").asText()).isEqualTo("2026-01-01T00:15:00Z");
        assertThat(document.at("/signIn/next").asText())
                .isEqualTo("clawdbot onboard --auth-choice chutes --redirect-url URL");
        assertThat(host.terminal.said())
                .contains("Finish with: clawdbot onboard --auth-choice chutes --redirect-url URL");
        assertThat(host.configuration.updates).isZero();
        assertThat(host.run("models", "auth", "login", "--no-browser")).isEqualTo(3);
        assertThat(host.terminal.said())
                .contains("clawdbot models auth login --provider chutes --method oauth --redirect-url URL");
    }

    @Test
    void afterSkippingItNamesTheWaysThatAreThere() {
        host.strategies.clear();
        host.strategy("oauth", new FakeStrategy("oauth"));

        assertThat(host.run("onboard", "--auth-choice", "skip")).isZero();

        assertThat(host.terminal.printed())
                .contains("Next: clawdbot onboard --auth-choice chutes")
                .doesNotContain("api-key");
    }

    @Test
    void saysWhichPartIsMissingForTheBrowser() {
        assertThat(host.run("onboard", "--auth-choice", "chutes")).isEqualTo(3);
        assertThat(host.terminal.said()).contains("auth.mode=oauth", "org.clawdbot.chutes.auth.oauth");
    }

    @Test
    void skipsTheSignInButStillSetsUp() {
        assertThat(host.run("onboard", "--auth-choice", "skip")).isZero();
        assertThat(host.apiKey.requests).isEmpty();
        assertThat(host.configuration.value("auth")).isEmpty();
        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains(SEED);
    }

    @Test
    void refusesAnUnknownChoiceAndOneThatDoesNotGoWithTheKey() {
        assertThat(host.run("onboard", "--auth-choice", "chut")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("none of chutes, chutes-api-key, skip");
        assertThat(host.run("onboard", "--auth-choice")).isEqualTo(2);
        assertThat(host.run("onboard", GOOD)).isEqualTo(2);
        assertThat(host.run("onboard", "--auth-choice", GOOD, "--json")).isEqualTo(2);
        assertThat(host.run("onboard", "--auth-choice", "skip", "--chutes-api-key", GOOD))
                .isEqualTo(2);
        assertThat(host.configuration.updates).isZero();
    }

    @Test
    void neverOverwritesWhatTheUserSet() {
        host.configuration
                .with("http://127.0.0.1:9", "models", "providers", "chutes", "baseUrl")
                .with("chutes/b/Tools-TEE", "agents", "defaults", "model", "primary")
                .with(List.of("chutes/x"), "agents", "defaults", "model", "fallbacks");

        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();
        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();

        assertThat(host.configuration.value("models", "providers", "chutes", "baseUrl"))
                .contains("http://127.0.0.1:9");
        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains("chutes/b/Tools-TEE");
        assertThat(host.configuration.value("agents", "defaults", "model", "fallbacks"))
                .contains(List.of("chutes/x"));
    }

    @Test
    void setsTheModelThatWasAskedFor() {
        assertThat(host.run("onboard", "--chutes-api-key", GOOD, "--model", "chutes/b/Tools-TEE"))
                .isZero();
        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains("chutes/b/Tools-TEE");
    }

    @Test
    void savesNothingWhenTheModelIsUnknown() {
        assertThat(host.run("onboard", "--chutes-api-key", GOOD, "--model", "chutes/nope"))
                .isEqualTo(4);
        assertThat(host.terminal.said()).contains("Did you mean chutes/near/one");
        assertThat(host.apiKey.requests).isEmpty();
        assertThat(host.configuration.updates).isZero();
    }

    @Test
    void choosesTheFirstModelWithToolsWhereTheUsualOneIsGone() {
        host.models.listed.remove("zai-org/GLM-4.7-Flash");
        host.models.listed.clear();
        host.models.sparse("a/NoTools").full("b/Tools-TEE", true, 1, "1", "1");

        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();

        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains("chutes/b/Tools-TEE");
        assertThat(host.terminal.printed())
                .contains(
                        SEED + " is not offered now; chose the first listed one that calls tools",
                        "clawdbot models pick");
    }

    @Test
    void prefersAFallbackThenTheNearestNameWhereTheUsualOneIsGone() {
        host.models.listed.clear();
        host.models
                .full("a/First", true, 1, "1", "1")
                .full("z/Near", true, 1, "1", "1")
                .sparse("f/Back");
        host.models.nearest = List.of("chutes/z/Near");

        assertThat(host.run("onboard", "--chutes-api-key", GOOD, "--json")).isZero();
        assertThat(host.document().path("model").asText()).isEqualTo("chutes/z/Near");
        assertThat(host.document().path("modelNote").asText()).contains("the one with the nearest name");

        host.configuration = new org.clawdbot.shell.internal.FakeConfiguration()
                .with(List.of("chutes/gone", "chutes/f/Back"), "agents", "defaults", "model", "fallbacks");
        host.terminal = FakeTerminal.none();
        assertThat(host.run("onboard", "--chutes-api-key", GOOD, "--json")).isZero();
        assertThat(host.document().path("model").asText()).isEqualTo("chutes/f/Back");
    }

    @Test
    void letsThePersonAtTheTerminalChooseWhereTheUsualOneIsGone() {
        host.models.listed.clear();
        host.models.full("a/First", true, 1, "1", "1").full("b/Second", true, 1, "1", "1");
        host.terminal = FakeTerminal.withUser();
        host.terminal.screen = new FakeScreen(100, 20).type("second").press(Kind.ENTER);

        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();

        assertThat(host.terminal.screen.frames.get(0)).startsWith(SEED + " is not offered now; choose a default model");
        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains("chutes/b/Second");
    }

    @Test
    void neverOpensAWindowWhereItMayNotAsk() {
        host.models.listed.clear();
        host.models.full("a/First", true, 1, "1", "1");
        host.terminal = FakeTerminal.withUser();
        host.terminal.screen = new FakeScreen(100, 20);

        assertThat(host.run("onboard", "--chutes-api-key", GOOD, "--non-interactive"))
                .isZero();

        assertThat(host.terminal.screen.frames).isEmpty();
        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains("chutes/a/First");
    }

    @Test
    void succeedsWithAWarningWhenTheCatalogCannotBeRead() {
        host.models.failure = new ProviderUnavailableException("connect", "No way there", ErrorDetails.NONE, null);

        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();

        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains(SEED);
        assertThat(host.terminal.said()).contains("warning", "not checked", "No way there");
    }

    @Test
    void saysWhenTheConfigurationPartIsMissing() {
        host.configuration = null;
        assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isEqualTo(1);
        assertThat(host.terminal.said()).contains("HostConfiguration", "org.clawdbot.config");
        host.configuration = new org.clawdbot.shell.internal.FakeConfiguration();
    }

    @Nested
    class Guided {

        private final FakeStrategy oauth = new FakeStrategy("oauth");

        @BeforeEach
        void sitDown() {
            host.strategy("oauth", oauth);
        }

        private FakeScreen sit(String... answers) {
            host.terminal = FakeTerminal.withUser(answers);
            host.terminal.screen = new FakeScreen(100, 20);
            return host.terminal.screen;
        }

        private void signedInBefore() {
            host.apiKey.profiles.add(new ProfileStatus(
                    "chutes:work", "chutes", "api-key", ProfileStatus.Source.PROFILE, "alice", "cpk_…", null));
            host.credentials.content =
                    host.credentials.content.with(new Profile.ApiKey("chutes:work", "chutes", Secret.of(GOOD), null));
        }

        @Test
        void leadsFromNothingToAFirstAnswer() {
            FakeScreen screen =
                    sit(GOOD).press(Kind.DOWN, Kind.ENTER).type("b/t").press(Kind.ENTER);

            assertThat(host.run("onboard")).as(host.terminal.said()).isZero();

            assertThat(screen.frames.get(0))
                    .startsWith("How do you want to use Chutes?")
                    .contains("Use an API key", "Sign in with the browser", "Later")
                    .doesNotContain("^T", "^S", "Keep");
            assertThat(host.terminal.questions).singleElement().asString().contains("Chutes API key");
            assertThat(host.apiKey.keys).containsExactly(Secret.of(GOOD));
            assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                    .contains("chutes/b/Tools-TEE");
            assertThat(host.agent.requests.get(0).chat().model()).isEqualTo("chutes/b/Tools-TEE");
            assertThat(host.terminal.printed()).startsWith("Hello").contains("as alice (verified)");
        }

        @Test
        void selectsTheModelOfTheDocumentationAtFirst() {
            sit(GOOD).press(Kind.DOWN, Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard")).isZero();

            assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                    .contains(SEED);
        }

        @Test
        void signsInWithTheBrowser() {
            sit().press(Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard")).isZero();

            assertThat(oauth.requests).hasSize(1);
        }

        @Test
        void setsUpWithoutASignInWhereItIsWantedLater() {
            sit().press(Kind.END, Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard")).isZero();

            assertThat(host.agent.requests).as("nobody could answer").isEmpty();
            assertThat(host.terminal.printed()).contains("skipped");
        }

        @Test
        void asksForTheKeyAgainWhenItIsRefused() {
            sit(REFUSED, GOOD).press(Kind.DOWN, Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard")).isZero();

            assertThat(host.terminal.questions).hasSize(2);
            assertThat(host.terminal.said()).contains("refused the API key").doesNotContain(REFUSED);
            assertThat(host.apiKey.keys).containsExactly(Secret.of(GOOD));
        }

        @Test
        void givesUpAfterThreeRefusedKeys() {
            sit(REFUSED, REFUSED, REFUSED).press(Kind.DOWN, Kind.ENTER);

            assertThat(host.run("onboard")).isEqualTo(3);

            assertThat(host.configuration.updates).isZero();
        }

        @Test
        void showsWhatIsSetUpAndKeepsIt() {
            signedInBefore();
            host.configuration
                    .with("chutes/b/Tools-TEE", "agents", "defaults", "model", "primary")
                    .with("api_key", "auth", "profiles", "chutes:work", "mode")
                    .with("https://x/v1", "models", "providers", "chutes", "baseUrl")
                    .with("openai-completions", "models", "providers", "chutes", "api");
            FakeScreen screen = sit().press(Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard")).as(host.terminal.said()).isZero();

            assertThat(host.terminal.said())
                    .contains(
                            "Signed in:     chutes:work as alice (API key cpk_…)", "Default model: chutes/b/Tools-TEE");
            assertThat(screen.frames.get(0)).contains("> Keep the sign-in: chutes:work as alice");
            assertThat(screen.frames.get(1)).contains("> Keep chutes/b/Tools-TEE");
            assertThat(host.configuration.updates).as("nothing to write").isZero();
            assertThat(host.agent.requests.get(0).chat().model()).isEqualTo("chutes/b/Tools-TEE");
        }

        @Test
        void changesTheModelThatIsConfigured() {
            signedInBefore();
            host.configuration.with("chutes/b/Tools-TEE", "agents", "defaults", "model", "primary");
            sit().press(Kind.ENTER).press(Kind.DOWN, Kind.ENTER).type("flash").press(Kind.ENTER);

            assertThat(host.run("onboard")).isZero();

            assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                    .contains(SEED);
        }

        @Test
        void changesNothingForSomebodyWhoLeaves() {
            signedInBefore();
            sit().press(Kind.ESCAPE);

            assertThat(host.run("onboard")).isEqualTo(130);

            assertThat(host.terminal.said()).contains("nothing has changed");
            assertThat(host.configuration.updates).isZero();
            assertThat(host.apiKey.requests).isEmpty();
        }

        @Test
        void isSetUpEvenIfTheFirstAnswerFails() {
            host.agent.failure = new ProviderUnavailableException("connect", "nobody answers", ErrorDetails.NONE, null);
            sit().press(Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard")).isZero();

            assertThat(host.terminal.said()).contains("everything is set up, but nobody answers");
            assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                    .contains(SEED);
        }

        @Test
        void sendsNothingWhereNothingIsToBeVerified() {
            sit().press(Kind.ENTER).press(Kind.ENTER);

            assertThat(host.run("onboard", "--no-verify")).isZero();

            assertThat(host.agent.requests).isEmpty();
        }

        @Test
        void asksNothingWhereTheKeyIsGiven() {
            FakeScreen screen = sit();

            assertThat(host.run("onboard", "--chutes-api-key", GOOD)).isZero();

            assertThat(screen.frames).isEmpty();
            assertThat(host.agent.requests).isEmpty();
        }
    }

    @Test
    void keepsAStoredSignInWhereNobodyIsAsked() {
        FakeStrategy oauth = new FakeStrategy("oauth");
        oauth.profiles.add(
                new ProfileStatus("chutes:ann", "chutes", "oauth", ProfileStatus.Source.PROFILE, "ann", "…", null));
        host.strategy("oauth", oauth);
        host.variables.put("CHUTES_API_KEY", GOOD);

        assertThat(host.run("onboard", "--json")).isZero();

        assertThat(host.document().path("authChoice").asText()).isEqualTo("keep");
        assertThat(host.document().path("profile").asText()).isEqualTo("chutes:ann");
        assertThat(host.apiKey.requests).isEmpty();
        assertThat(host.run("onboard", "--auth-choice", "keep"))
                .as("no word of the command line")
                .isEqualTo(2);
    }

    @Nested
    class Reset {

        @TempDir
        Path folder;

        private Path config;
        private Path store;

        @BeforeEach
        void writeFiles() throws IOException {
            config = Files.writeString(folder.resolve("clawdbot.json"), "{ models: {} }");
            store = Files.writeString(folder.resolve("auth-profiles.json"), "{ \"profiles\": {} }");
            host.configuration.file = config;
            host.credentials.location = store.toString();
            host.credentials.content =
                    host.credentials.content.with(new Profile.ApiKey("chutes:old", "chutes", Secret.of(GOOD), null));
        }

        private List<String> files() throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.map(file -> file.getFileName().toString()).sorted().toList();
            }
        }

        @Test
        void needsToBeToldWhereNobodyCanBeAsked() throws IOException {
            assertThat(host.run("onboard", "--reset", "--auth-choice", "skip")).isEqualTo(2);
            assertThat(host.terminal.said()).contains("--reset needs --yes");
            assertThat(host.run("onboard", "--reset", "everything", "--yes")).isEqualTo(2);
            assertThat(host.run("onboard", "--yes")).isEqualTo(2);
            assertThat(files()).containsExactly("auth-profiles.json", "clawdbot.json");
        }

        @Test
        void putsEverythingAwayAsPrivateBackups() throws IOException {
            assertThat(host.run("onboard", "--reset", "--yes", "--auth-choice", "skip", "--json"))
                    .as(host.terminal.said())
                    .isZero();

            assertThat(host.document().path("backups")).hasSize(2);
            Path kept = folder.resolve("auth-profiles.json.backup-20260301T100200Z");
            assertThat(kept).content().contains("profiles");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
            assertThat(folder.resolve("clawdbot.json.backup-20260301T100200Z")).hasContent("{ models: {} }");
            assertThat(config).doesNotExist();
            assertThat(host.configuration.reloads).isEqualTo(1);
            assertThat(host.credentials.content.profiles()).isEmpty();
        }

        @Test
        void putsAwayAConfigurationThatCannotBeUsed() {
            host.configuration.problem(ConfigurationProblem.Severity.ERROR, "expected ':'");

            assertThat(host.run("onboard", "--auth-choice", "skip")).isEqualTo(1);
            assertThat(host.run("onboard", "--auth-choice", "skip", "--reset", "config", "--yes"))
                    .isZero();

            assertThat(config).doesNotExist();
        }

        @Test
        void putsAwayOnlyWhatIsNamed() {
            assertThat(host.run("onboard", "--reset", "config", "--yes", "--auth-choice", "skip"))
                    .isZero();
            assertThat(host.credentials.content.profiles()).hasSize(1);
            assertThat(config).doesNotExist();

            assertThat(host.run("onboard", "--reset", "credentials", "--yes", "--auth-choice", "skip"))
                    .isZero();
            assertThat(host.credentials.content.profiles()).isEmpty();
        }

        @Test
        void asksAtATerminalAndLeavesEverythingUnlessAgreed() throws IOException {
            host.terminal = FakeTerminal.withUser("");

            assertThat(host.run("onboard", "--reset", "--auth-choice", "skip")).isEqualTo(130);

            assertThat(host.terminal.questions)
                    .singleElement()
                    .asString()
                    .contains("Put the configuration file", "[y/N]");
            assertThat(files()).containsExactly("auth-profiles.json", "clawdbot.json");
            assertThat(host.credentials.content.profiles()).hasSize(1);
        }
    }
}
