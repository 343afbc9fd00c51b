package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.host.ConfigurationProblem.Severity;
import org.clawdbot.shell.internal.FakeCheck;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorCommandTest {

    private static final String GLM = "chutes/zai-org/GLM-4.7-Flash";
    private static final Instant NOW = FakeHost.CLOCK.instant();

    private final FakeHost host = new FakeHost();

    @TempDir
    Path parent;

    private Path state;

    @BeforeEach
    void goodHost() throws IOException {
        host.models
                .full("zai-org/GLM-4.7-Flash", false, 1, "1", "1")
                .full("b", false, 1, "1", "1")
                .selection(GLM, "chutes/b");
        host.models.signedIn(null);
        state = Files.createDirectory(
                parent.resolve("s"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        host.properties.put("clawdbot.state.dir", state.toString());
    }

    @Test
    void isContentWithAGoodHost() {
        assertThat(host.run("doctor")).isZero();

        assertThat(host.terminal.printed())
                .contains(
                        "has no error and no unknown key",
                        "is private",
                        "signed in: chutes:default",
                        "The catalog of chutes: 2 models, live, 2 min old",
                        "The default model " + GLM + " is listed",
                        "The fallback chutes/b is listed",
                        "chutes has all its parts",
                        "All is well enough to work.")
                .doesNotContain("warn", "fail");
    }

    @Test
    void showsFindingsByTopicInTheSameOrderAlways() {
        host.checks.add(FakeCheck.finding("zoo", Finding.ok("of another bundle")));
        host.checks.add(FakeCheck.finding("network", Finding.warn("slow", "buy another line")));

        assertThat(host.run("doctor")).isZero();

        assertThat(host.terminal.printed().lines().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "configuration",
                        "files",
                        "credentials",
                        "models",
                        "network",
                        "parts",
                        "zoo",
                        "",
                        "All is well enough to work; 1 to look at.");
        assertThat(host.terminal.printed().lines())
                .containsSequence("network", "  warn  slow", "          > buy another line");
    }

    @Test
    void saysWhatIsBrokenAndWhatMendsIt() throws IOException {
        host.configuration.problem(Severity.ERROR, "expected a colon");
        host.agent = null;
        host.models.transport = false;
        host.models.profiles.clear();
        host.models.selection("chutes/nope", "chutes/neither");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(host.run("doctor", "--json")).isEqualTo(1);

        assertThat(host.document().path("ok").asBoolean(true)).isFalse();
        assertThat(host.document().path("failures").asInt()).isEqualTo(5);
        assertThat(findings())
                .contains(
                        "fail Not signed in to chutes > clawdbot onboard",
                        "warn " + state + " is open to others (rwxr-xr-x) > chmod 700 " + state,
                        "fail The service Agent is missing > Install and start the bundle org.clawdbot.agent",
                        "fail chutes lacks parts: CompletionsTransport > Install and start the bundles of chutes",
                        "fail No model is named chutes/nope > clawdbot models set REF",
                        "warn The fallback: No model is named chutes/neither"
                                + " > clawdbot models fallbacks remove chutes/neither")
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("fail ")
                        .contains("clawdbot.json:3:7", "expected a colon")
                        .endsWith("at line 3"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnWhenTheCredentialsCannotBeRead(boolean tolerantFacade) {
        CredentialStoreException broken = new CredentialStoreException("x.json is not JSON", ErrorDetails.NONE, null);
        host.credentials.failure = broken;
        host.models.credentialFailure = tolerantFacade ? null : broken;

        assertThat(host.run("doctor", "--json")).isEqualTo(1);

        assertThat(findings())
                .contains("fail x.json is not JSON > Mend or remove the store, then sign in with: clawdbot onboard")
                .contains("ok The default model " + GLM + " is listed")
                .noneMatch(
                        finding -> finding.contains("No provider is installed") || finding.contains("Not signed in"));
    }

    @Test
    void worksWithNothingInstalled() {
        host.models = null;
        host.agent = null;
        host.configuration = null;
        host.credentials = null;

        assertThat(host.run("doctor")).isEqualTo(1);
        assertThat(host.terminal.printed()).contains("ChatModels", "Agent", "HostConfiguration", "CredentialStore");
    }

    @Test
    void anExpiredCredentialIsBrokenOnlyWhereItIsTheLast() {
        host.models.profiles.clear();
        host.models.signedIn(NOW.minusSeconds(1));
        assertThat(host.run("doctor")).isEqualTo(1);
        assertThat(host.terminal.printed())
                .contains("expired", "> clawdbot models auth login --provider chutes --method api-key");

        host.terminal = FakeTerminal.none();
        host.models.signedIn(NOW.plus(Duration.ofHours(3)));
        assertThat(host.run("doctor", "--json")).isZero();
        assertThat(findings())
                .filteredOn(finding -> finding.contains("signed in"))
                .hasSize(2)
                .allMatch(finding -> finding.startsWith("warn "));
    }

    @Test
    void saysWhetherATokenRenewsItself() {
        host.models.profiles.clear();
        host.models.profiles.add(new ProfileStatus(
                "chutes:alice",
                "chutes",
                "oauth",
                ProfileStatus.Source.PROFILE,
                "alice",
                "cak_…",
                null,
                new ProfileStatus.Grant(List.of("openid"), NOW.plusSeconds(600), true, null)));

        assertThat(host.run("doctor")).isZero();
        assertThat(host.terminal.printed()).contains("access token for another 10 min, renewed by itself");
    }

    @Test
    void warnsWhenAQuotaNearsItsEnd() {
        host.accounts.put("chutes", credential -> account("1600", "2000"));

        assertThat(host.run("doctor", "--json")).isZero();
        assertThat(findings())
                .contains("warn The quota is nearly used up: 1600 of 2000; it starts anew in 5 h > clawdbot account");
    }

    @Test
    void isSilentAboutAQuotaThatIsNotNearItsEnd() {
        host.accounts.put("chutes", credential -> account("1599", "2000"));

        assertThat(host.run("doctor", "--json")).isZero();
        assertThat(findings()).contains("ok No quota is near its end; balance $3.00");
    }

    @Test
    void aCredentialThatTheServerRefusesIsBroken() {
        host.accounts.put("chutes", credential -> {
            throw new SignInRequiredException("key-refused", "Chutes refused the key", ErrorDetails.NONE, null);
        });

        assertThat(host.run("doctor", "--json")).isEqualTo(1);
        assertThat(findings())
                .contains("fail chutes:default: Chutes refused the key"
                        + " > clawdbot models auth login --provider chutes --method api-key");
    }

    private static Account account(String used, String limit) {
        Quota quota = new Quota("*", new BigDecimal(limit), new BigDecimal(used), NOW.plus(Duration.ofHours(5)));
        return new Account("chutes", "alice", "u-1", new BigDecimal(3), List.of(quota), null, List.of());
    }

    @Test
    void offlineAsksNoServerAndGoesByTheListThatIsKnown() {
        host.models.known = host.models.allCatalogs();
        host.models.failure = new ProviderUnavailableException("dns", "no network", ErrorDetails.NONE, null);
        host.accounts.put("chutes", credential -> {
            throw new AssertionError("asked");
        });
        host.checks.add(new FakeCheck("network", true, () -> {
            throw new AssertionError("asked");
        }));

        assertThat(host.run("doctor", "--offline", "--json")).isZero();

        assertThat(findings())
                .contains("ok The default model " + GLM + " is listed")
                .noneMatch(finding -> finding.contains("asked") || finding.contains("no network"));
    }

    @Test
    void withoutACatalogTheDefaultModelIsNotCalledMissing() {
        host.models.failure = new ProviderUnavailableException("dns", "no network", ErrorDetails.NONE, null);

        assertThat(host.run("doctor", "--json")).isEqualTo(1);
        assertThat(findings())
                .contains(
                        "fail no network > clawdbot models refresh",
                        "warn " + GLM + " is not checked, because there is no catalog > null");
    }

    @Test
    void aCheckThatFailsItselfDoesNotHideTheOthers() {
        host.checks.add(new FakeCheck("zoo", false, () -> {
            throw new IllegalStateException("the lion is out");
        }));

        assertThat(host.run("doctor")).isZero();
        assertThat(host.terminal.printed()).contains("zoo", "A check failed itself", "the lion is out", "is listed");
    }

    @Test
    void aCheckThatHangsIsGivenUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        FakeCheck hanging = new FakeCheck("network", true, () -> {
            never.await();
            return List.of();
        });
        FakeCheck quick = FakeCheck.finding("host", Finding.ok("here"));

        var findings = new Examination(Duration.ofMillis(100)).run(List.of(hanging, quick));

        assertThat(findings.get("host")).containsExactly(Finding.ok("here"));
        assertThat(findings.get("network"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.FAIL))
                .satisfies(finding -> assertThat(finding.fix()).contains("clawdbot doctor --offline"));
    }

    private List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (JsonNode check : host.document().path("checks")) {
            findings.add(check.path("status").asText() + " "
                    + check.path("message").asText() + " > " + check.path("fix").asText());
        }
        return findings.stream()
                .map(finding -> finding.replaceFirst("^(ok .*) > null$", "$1"))
                .toList();
    }
}
