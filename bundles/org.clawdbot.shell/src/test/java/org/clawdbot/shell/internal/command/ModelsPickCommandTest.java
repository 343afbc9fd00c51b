package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeScreen;
import org.clawdbot.shell.internal.FakeTerminal;
import org.clawdbot.shell.internal.terminal.Key.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelsPickCommandTest {

    private final FakeHost host = new FakeHost();
    private final FakeScreen screen = new FakeScreen(80, 24);

    @BeforeEach
    void sitDown() {
        host.models
                .full("zai-org/GLM-4.7-Flash", false, 202752, "0.06", "0.4")
                .full("deepseek-ai/DeepSeek-V3.2-TEE", true, 131072, "0.010399999999999998", "0.41")
                .sparse("unknown/Everything")
                .selection("chutes/deepseek-ai/DeepSeek-V3.2-TEE");
        host.terminal = FakeTerminal.withUser();
        host.terminal.screen = screen;
    }

    @Test
    void writesWhatIsChosenIntoTheConfiguration() {
        screen.type("flash").press(Kind.ENTER);

        assertThat(host.run("models", "pick")).isZero();

        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .contains("chutes/zai-org/GLM-4.7-Flash");
        assertThat(host.terminal.printed())
                .startsWith("Default model: chutes/zai-org/GLM-4.7-Flash")
                .contains("Updated");
        assertThat(screen.closed).isTrue();
    }

    @Test
    void saysWhyThereIsNothingToChooseInsteadOfAnEmptyList() {
        host.models.listed.clear();
        host.models.problem = "none of the 3 models of chutes runs in a trusted execution environment now";

        assertThat(host.run("models", "pick")).isEqualTo(4);

        assertThat(screen.frames).isEmpty();
        assertThat(host.terminal.said())
                .contains("no model to choose: none of the 3 models", "clawdbot models list --all");
    }

    @Test
    void printsADocumentAfterwards() {
        screen.press(Kind.ENTER);

        assertThat(host.run("models", "pick", "--json")).isZero();

        assertThat(host.document().path("model").asText()).isEqualTo("chutes/deepseek-ai/DeepSeek-V3.2-TEE");
    }

    @Test
    void describesTheSelectedModelWhichAtFirstIsTheDefault() {
        host.run("models", "pick");

        assertThat(screen.frames.get(0))
                .isEqualTo(
                        """
                        Choose the default model                                 chutes: live, 2 min old
                        Filter:                                                       3 of 3 · as listed
                          MODEL                          TEE   CTX  IN $/M  OUT $/M  FEAT
                          zai-org/GLM-4.7-Flash               202k  0.06       0.40  TRI
                        > deepseek-ai/DeepSeek-V3.2-TEE  TEE  131k  0.0104     0.41  TRI
                          unknown/Everything                     ?  ?          ?     ?







                        ────────────────────────────────────────────────────────────────────────────────
                        deepseek-ai/DeepSeek-V3.2-TEE
                        Here      default
                        Window    131,072 tokens, answers up to 65,536 tokens
                        Price     $0.0104 in, $0.41 out, ? cached, per million tokens
                        Features  reasoning, tools
                        Takes     text, image → text
                        TEE       yes, says the provider
                        Weights   fp8
                        Listed    live, 2 min old
                        ↑↓ move   Enter choose   Esc leave   ^T TEE only   ^S order""");
    }

    @Test
    void filtersByFeatureAndByEnvironment() {
        screen.type("tools tee").control('S');
        host.run("models", "pick");
        assertThat(screen.frame()).contains("1 of 3 · by price", "> deepseek");

        screen.control('T');
        host.run("models", "pick");
        assertThat(screen.frame()).contains("1 of 3 · TEE only");
    }

    @Test
    void leavesEverythingAsItWasOnEscape() {
        screen.press(Kind.DOWN, Kind.ESCAPE);

        assertThat(host.run("models", "pick", "--json")).isEqualTo(130);

        assertThat(host.configuration.value("agents", "defaults", "model", "primary"))
                .isEmpty();
        assertThat(host.document().path("error").path("code").asText()).isEqualTo("cancelled");
        assertThat(host.terminal.said()).contains("Nothing was chosen");
        assertThat(screen.closed).isTrue();
    }

    @Test
    void saysWithoutATerminalWhatToTypeInstead() {
        host.terminal = FakeTerminal.none();

        assertThat(host.run("models", "pick")).isEqualTo(2);

        assertThat(host.terminal.said()).contains("no terminal", "clawdbot models set REF");
    }

    @Test
    void doesNotTakeTheWindowForAListThatCannotBeHad() {
        host.models.failure =
                new ProviderUnavailableException("connect", "Chutes cannot be reached", ErrorDetails.NONE, null);

        assertThat(host.run("models", "pick")).isEqualTo(4);

        assertThat(screen.frames).isEmpty();
    }
}
