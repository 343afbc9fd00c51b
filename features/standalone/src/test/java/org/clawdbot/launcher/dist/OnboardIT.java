package org.clawdbot.launcher.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.FakeKeys;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code onboard} in a real terminal, against the scripted server. */
class OnboardIT {

    private static final String FIRST_QUESTION = "How do you want to use Chutes?";

    @TempDir
    Path home;

    private ChutesSimulator chutes;
    private TerminalSession session;
    private String before;

    @BeforeEach
    void sitDown() throws Exception {
        assumeTrue(Tmux.installed(), "tmux is not installed");
        chutes = ChutesSimulator.builder().revokedKey(FakeKeys.REVOKED).start();
        session = new TerminalSession(home);
        before =
                "// mine\n{ models: { providers: { chutes: { teeOnly: false, baseUrl: \"%s\", accountUrl: \"%s\" } } } }\n"
                        .formatted(chutes.baseUrl(), chutes.accountUrl());
        session.configure(before);
    }

    @AfterEach
    void leave() throws Exception {
        if (session != null) {
            session.close();
        }
        chutes.close();
    }

    private String config() throws Exception {
        return Files.readString(home.resolve("clawdbot.json"));
    }

    @Test
    void leadsFromNothingToAFirstAnswerAndIsSafeToRunAgain() throws Exception {
        chutes.chat(Behaviour.reply("Hello, newcomer."));
        session.open("onboard");
        session.await(FIRST_QUESTION);
        session.press("Down", "Enter");
        session.await("Chutes API key (cpk_…)");
        session.type(FakeKeys.REVOKED);
        session.press("Enter");
        session.await(
                shown -> shown.contains("refused") && shown.stripTrailing().endsWith("(cpk_…)"));
        session.type(FakeKeys.GOOD);
        session.await(shown -> shown.contains("(cpk_…) ••••••••"));
        session.press("Enter");
        session.await("Choose the default model");
        session.type("kimi");
        session.await("1 of ");
        session.press("Enter");

        String end = session.await("rc=0");
        assertThat(end)
                .contains("Signed in as ", "Hello, newcomer.", "Default model: chutes/moonshotai/Kimi-K2.5-TEE")
                .doesNotContain(FakeKeys.GOOD, FakeKeys.REVOKED);
        session.assertTerminalIsBack();
        String written = config();
        assertThat(written).startsWith("// mine").contains("teeOnly: false", "chutes/moonshotai/Kimi-K2.5-TEE");

        session.close();
        session.open("onboard");
        session.await("> Keep the sign-in");
        session.press("Enter");
        session.await("> Keep chutes/moonshotai/Kimi-K2.5-TEE");
        session.press("Enter");
        session.await("rc=0");
        assertThat(config()).isEqualTo(written);
    }

    @Test
    void ctrlCAtTheKeyLeavesTerminalAndFilesAsTheyWere() throws Exception {
        session.open("onboard");
        session.await(FIRST_QUESTION);
        session.press("Down", "Enter");
        session.await("Chutes API key (cpk_…)");
        session.type("cpk_half");

        session.press("C-c");

        session.await("rc=130");
        session.assertTerminalIsBack();
        assertThat(config()).isEqualTo(before);
        assertThat(home.resolve("agents")).doesNotExist();
    }

    @Test
    void ctrlCAtTheFirstQuestionLeavesTerminalAndFilesAsTheyWere() throws Exception {
        session.open("onboard");
        session.await(FIRST_QUESTION);

        session.press("C-c");

        assertThat(session.await("rc=130")).contains("nothing has changed");
        session.assertTerminalIsBack();
        assertThat(config()).isEqualTo(before);
    }

    @Test
    void leavingTheQuestionOfAResetResetsNothing() throws Exception {
        session.open("onboard --reset");
        session.await("anew? Conversations stay. [y/N]");

        session.press("Enter");

        session.await("rc=130");
        session.assertTerminalIsBack();
        assertThat(config()).isEqualTo(before);
    }
}
