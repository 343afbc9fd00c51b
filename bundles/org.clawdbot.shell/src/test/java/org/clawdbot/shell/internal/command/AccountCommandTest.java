package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.clawdbot.api.account.Account;
import org.clawdbot.api.account.Quota;
import org.clawdbot.api.account.Subscription;
import org.clawdbot.shell.internal.FakeHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountCommandTest {

    private final FakeHost host = new FakeHost();

    private Account account = new Account(
            "chutes",
            "alice",
            "u-1",
            new BigDecimal("12.345"),
            List.of(new Quota(
                    "*",
                    new BigDecimal("2000"),
                    new BigDecimal("153.10"),
                    FakeHost.CLOCK.instant().plus(Duration.ofHours(5)))),
            new Subscription(
                    new BigDecimal("20.0"),
                    false,
                    List.of(
                            new Subscription.Window(
                                    "four-hour",
                                    new BigDecimal("8.1"),
                                    new BigDecimal("8.333"),
                                    FakeHost.CLOCK.instant().plus(Duration.ofMinutes(90))),
                            new Subscription.Window("monthly", new BigDecimal("14.2"), null, null))),
            List.of());

    @BeforeEach
    void signIn() {
        host.models.signedIn(null);
        host.accounts.put("chutes", credential -> account);
    }

    @Test
    void showsTheAccountToAPerson() {
        assertThat(host.run("account")).isZero();

        assertThat(host.terminal.printed().lines())
                .containsExactly(
                        "chutes: alice  (api-key chutes:default)",
                        "  Balance       $12.35",
                        "  Quota         153.1 of 2000 requests used, starts anew in 5 h",
                        "  Subscription  $20.00 a month",
                        "    four-hour   $8.10 of $8.33 used (97 %: nearly used up), starts anew in 1 h",
                        "    monthly     $14.20 used, no cap");
    }

    @Test
    void showsTheAccountToAProgram() {
        assertThat(host.run("account", "--json")).isZero();

        JsonNode one = host.document().at("/accounts/0");
        assertThat(one.path("provider").asText()).isEqualTo("chutes");
        assertThat(one.path("profile").asText()).isEqualTo("chutes:default");
        assertThat(one.path("name").asText()).isEqualTo("alice");
        assertThat(one.path("balance").decimalValue()).isEqualByComparingTo("12.345");
        assertThat(one.at("/quotas/0/remaining").decimalValue()).isEqualByComparingTo("1846.9");
        assertThat(one.at("/subscription/windows/0/name").asText()).isEqualTo("four-hour");
        assertThat(one.at("/subscription/windows/1/cap").isNull()).isTrue();
        assertThat(one.path("missing").isEmpty()).isTrue();
    }

    @Test
    void saysWhatCouldNotBeReadAndNeverGuesses() {
        account = new Account("chutes", null, null, null, List.of(), null, List.of("The quotas could not be read: no"));

        assertThat(host.run("account")).isZero();
        assertThat(host.terminal.printed())
                .contains("account without a name", "Balance       ?", "The quotas could not be read: no");
    }

    @Test
    void withoutCredentialSignInIsNeeded() {
        host.models.profiles.clear();

        assertThat(host.run("account")).isEqualTo(3);
        assertThat(host.terminal.said()).contains("clawdbot onboard");
    }

    @Test
    void aCredentialThatIsNotThereIsWrongUsage() {
        assertThat(host.run("account", "--profile", "chutes:nobody")).isEqualTo(2);
        assertThat(host.terminal.said()).contains("chutes:nobody", "models auth status");
    }

    @Test
    void aMissingBundleIsNamed() {
        host.accounts.clear();

        assertThat(host.run("account")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("org.clawdbot.chutes.account");
    }
}
