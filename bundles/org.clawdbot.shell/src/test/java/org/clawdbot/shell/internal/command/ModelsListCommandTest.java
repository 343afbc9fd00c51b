package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.shell.internal.FakeHost;
import org.clawdbot.shell.internal.FakeTerminal;
import org.clawdbot.shell.internal.terminal.TextWidth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsListCommandTest {

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void list() {
        host.models
                .full("zai-org/GLM-4.7-Flash", false, 202752, "0.06", "0.4")
                .full("deepseek-ai/DeepSeek-V3.2-TEE", true, 131072, "0.010399999999999998", "0.41")
                .full("big/Window-TEE", true, 1048576, "1", "12.345678")
                .sparse("unknown/Everything")
                .selection("chutes/zai-org/GLM-4.7-Flash", "fast")
                .alias("fast", "chutes/deepseek-ai/DeepSeek-V3.2-TEE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--plain"})
    void saysBesideADocumentWhyThereIsNoModel(String format) {
        host.models.listed.clear();
        host.models.problem = "none of the 3 models of chutes runs in a trusted execution environment now";

        assertThat(host.run("models", "list", format)).isZero();

        assertThat(host.terminal.said()).contains("warning: chutes: none of the 3 models");
    }

    @Test
    void printsADocumentWithExactPricesAndUnknownAsNull() {
        assertThat(host.run("models", "list", "--json")).isZero();

        JsonNode document = host.document();
        assertThat(document.path("source").asText()).isEqualTo("live");
        assertThat(document.path("fetchedAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(document.path("stale").asBoolean(true)).isFalse();
        assertThat(document.path("count").asInt()).isEqualTo(4);
        assertThat(host.terminal.printed()).contains("0.010399999999999998", "12.345678");

        JsonNode full = document.path("models").get(1);
        assertThat(full.path("key").asText()).isEqualTo("chutes/deepseek-ai/DeepSeek-V3.2-TEE");
        assertThat(full.path("id").asText()).isEqualTo("deepseek-ai/DeepSeek-V3.2-TEE");
        assertThat(full.path("tee").asBoolean()).isTrue();
        assertThat(full.path("tools").asBoolean()).isTrue();
        assertThat(full.path("structuredOutputs").isBoolean()).isTrue();
        assertThat(full.path("contextWindow").asLong()).isEqualTo(131072);
        assertThat(full.path("maxTokens").asLong()).isEqualTo(65536);
        assertThat(full.path("cost").path("cacheRead").isNull()).isTrue();
        assertThat(full.path("tags")).extracting(JsonNode::asText).containsExactly("fallback#1", "alias:fast");
        assertThat(full.path("available").asBoolean(true)).isFalse();

        JsonNode sparse = document.path("models").get(3);
        for (String field : List.of(
                "tee",
                "reasoning",
                "tools",
                "structuredOutputs",
                "input",
                "output",
                "contextWindow",
                "maxTokens",
                "quantization")) {
            assertThat(sparse.get(field).isNull()).as(field).isTrue();
        }
        assertThat(sparse.path("cost").get("input").isNull()).isTrue();
        assertThat(host.terminal.said()).isEmpty();
    }

    @Test
    void saysWhetherACredentialIsAtHand() {
        host.models.signedIn(null);

        host.run("models", "list", "--json");

        assertThat(host.document().path("models").get(0).path("available").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listsWithoutCredentialsThatCanBeRead(boolean tolerantFacade) {
        CredentialStoreException broken = new CredentialStoreException("x.json is not JSON", ErrorDetails.NONE, null);
        host.credentials.failure = broken;
        host.models.credentialFailure = tolerantFacade ? null : broken;

        assertThat(host.run("models", "list", "--json")).isZero();

        assertThat(host.document().path("count").asInt()).isEqualTo(4);
        assertThat(host.document().path("models").get(0).get("available").isNull())
                .isTrue();
        assertThat(host.terminal.said())
                .isEqualToIgnoringNewLines(
                        "clawdbot: warning: The credentials cannot be read: x.json is not JSON; see: clawdbot doctor");
    }

    @Test
    void isRichWhereThereIsRoom() {
        host.terminal.width = 140;

        assertThat(host.run("models", "list")).isZero();

        assertThat(host.terminal.printed())
                .isEqualToNormalizingNewlines(
                        """
                MODEL                                 TEE  CONTEXT  MAX OUT  IN $/M  OUT $/M  CACHE $/M  QUANT  FEATURES               TAGS
                chutes/zai-org/GLM-4.7-Flash                  202k      65k  0.06       0.40          ?  fp8    tools,reasoning,image  default
                chutes/deepseek-ai/DeepSeek-V3.2-TEE  TEE     131k      65k  0.0104     0.41          ?  fp8    tools,reasoning,image  fallback#1,alias:fast
                chutes/big/Window-TEE                 TEE       1M      65k  1.00      12.35          ?  fp8    tools,reasoning,image
                chutes/unknown/Everything                        ?        ?  ?          ?             ?         ?
                chutes: 4 models, live, 2 min old
                """);
    }

    @Test
    void isShortWhereThereIsLittleRoom() {
        host.terminal.width = 80;

        assertThat(host.run("models", "list")).isZero();

        assertThat(host.terminal.printed())
                .isEqualToNormalizingNewlines(
                        """
                MODEL                                 TEE   CTX  IN $/M  OUT $/M  FEAT
                chutes/zai-org/GLM-4.7-Flash               202k  0.06       0.40  TRI
                chutes/deepseek-ai/DeepSeek-V3.2-TEE  TEE  131k  0.0104     0.41  TRI
                chutes/big/Window-TEE                 TEE    1M  1.00      12.35  TRI
                chutes/unknown/Everything                     ?  ?          ?     ?
                FEAT: T tools  R reasoning  J JSON schema  I image  V video  A audio  ? unknown
                default: chutes/zai-org/GLM-4.7-Flash
                fallback#1, alias:fast: chutes/deepseek-ai/DeepSeek-V3.2-TEE
                chutes: 4 models, live, 2 min old
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 100, 140})
    void neverWrapsATable(int width) {
        host.models.sparse("vendor/" + "very-long-name-".repeat(10) + "TEE").sparse("vendor/模型-" + "x".repeat(90));
        host.terminal.width = width;

        assertThat(host.run("models", "list")).isZero();

        assertThat(host.terminal.printed().lines().filter(line -> !line.startsWith("chutes: ")))
                .allMatch(line -> TextWidth.of(line) <= width);
        if (width >= 40) {
            assertThat(host.terminal.printed()).contains("ame-TEE");
        }
    }

    @Test
    void listsOnRequestWhatTheHostForbidsAndWhy() {
        host.models.forbidden.put("zai-org/GLM-4.7-Flash", "not-in-tee");
        host.models.signedIn(null);

        host.run("models", "list", "--plain");
        assertThat(host.terminal.printed()).doesNotContain("GLM-4.7");

        host.terminal = FakeTerminal.none();
        host.run("models", "list", "--all", "--json");
        assertThat(host.document().path("count").asInt()).isEqualTo(4);
        JsonNode forbidden = host.document().path("models").get(0);
        assertThat(forbidden.path("available").asBoolean(true)).isFalse();
        assertThat(forbidden.path("unavailableReason").asText()).isEqualTo("not-in-tee");
        JsonNode allowed = host.document().path("models").get(1);
        assertThat(allowed.path("available").asBoolean()).isTrue();
        assertThat(allowed.get("unavailableReason").isNull()).isTrue();

        for (int width : new int[] {80, 140}) {
            host.terminal = FakeTerminal.none();
            host.terminal.width = width;
            host.run("models", "list", "--all");
            assertThat(host.terminal.printed()).contains("NOT AVAILABLE", "not-in-tee");
        }
    }

    @Test
    void keepsControlCharactersFromATerminalOnly() {
        host.models.sparse("evil/\u001b]0;x\u0007");
        host.models.stale = true;
        host.models.problem = "no\u001b[31m";

        host.run("models", "list", "--plain");
        assertThat(host.terminal.printed()).contains("\u001b]0;x\u0007");

        for (String[] words :
                new String[][] {{"models", "list"}, {"models", "list", "--plain"}, {"models", "status"}}) {
            host.terminal = FakeTerminal.withUser();
            host.run(words);
            assertThat(host.terminal.printed()).isNotEmpty().doesNotContain("\u001b", "\u0007");
        }
    }

    @Test
    void aListThatIsOnlyBuiltInIsPrintedButFails() {
        host.models.source = "built-in";
        host.models.stale = true;
        host.models.problem = "nothing answers";

        assertThat(host.run("models", "list", "--json")).isEqualTo(4);

        assertThat(host.document().path("source").asText()).isEqualTo("built-in");
        assertThat(host.document().path("models")).isNotEmpty();
        assertThat(host.terminal.said()).contains("warning", "nothing answers");
    }

    @Test
    void labelsAStaleListAndMentionsSkippedRows() {
        host.models.stale = true;
        host.models.problem = "connection refused";
        host.models.skipped = 2;

        host.run("models", "list");

        assertThat(host.terminal.printed())
                .endsWith("chutes: 4 models, live, 2 min old, STALE (connection refused), 2 unusable rows skipped"
                        + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({
        "--tee, chutes/deepseek-ai/DeepSeek-V3.2-TEE chutes/big/Window-TEE",
        "--tools, chutes/zai-org/GLM-4.7-Flash chutes/deepseek-ai/DeepSeek-V3.2-TEE chutes/big/Window-TEE",
        "--search=GLM flash, chutes/zai-org/GLM-4.7-Flash",
        "--search=nothing, ''"
    })
    void filters(String option, String names) {
        assertThat(host.run("models", "list", "--plain", option)).isZero();

        assertThat(host.terminal.printed().lines()).containsExactly(names.isEmpty() ? new String[0] : names.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "price, deepseek-ai/DeepSeek-V3.2-TEE, unknown/Everything",
        "context, big/Window-TEE, unknown/Everything",
        "name, big/Window-TEE, zai-org/GLM-4.7-Flash"
    })
    void sortsWithTheUnknownLast(String order, String first, String last) {
        host.run("models", "list", "--plain", "--sort", order);

        assertThat(host.terminal.printed().lines()).first().isEqualTo("chutes/" + first);
        assertThat(host.terminal.printed().lines()).last().isEqualTo("chutes/" + last);
    }

    @Test
    void saysWhichOrdersThereAre() {
        assertThat(host.run("models", "list", "--sort", "foo")).isEqualTo(2);
        assertThat(host.terminal.said())
                .contains("\"foo\" is no order: say price, context or name")
                .doesNotContain("PRICE", "case");
    }

    @Test
    void refusesBothFormatsAtOnce() {
        assertThat(host.run("models", "list", "--json", "--plain")).isEqualTo(2);
        assertThat(host.document().path("error").path("code").asText()).isEqualTo("usage");
    }

    @Test
    void endsWithFourWhenTheProviderIsUnavailable() {
        host.models.failure =
                new ProviderUnavailableException("connect", "Chutes cannot be reached", ErrorDetails.NONE, null);

        assertThat(host.run("models", "list", "--json")).isEqualTo(4);

        assertThat(host.document().path("error").path("code").asText()).isEqualTo("connect");
        assertThat(host.terminal.said())
                .startsWith("clawdbot: Chutes cannot be reached")
                .contains("clawdbot doctor");
    }

    @Test
    void namesTheProvidersThereAre() {
        assertThat(host.run("models", "list", "--provider", "acme")).isEqualTo(1);
        assertThat(host.terminal.said()).contains("acme", "chutes");
    }

    @Test
    void coloursOnlyOnATerminal() {
        host.run("models", "list");
        assertThat(host.terminal.printed()).doesNotContain("\u001b");

        host.terminal = FakeTerminal.withUser();
        host.terminal.colour = true;
        host.run("models", "list");
        assertThat(host.terminal.printed()).contains("\u001b[1m");

        host.terminal = FakeTerminal.withUser();
        host.terminal.colour = true;
        host.terminal.outIsTerminal = false;
        host.run("models", "list");
        host.run("models", "list", "--help");
        assertThat(host.terminal.printed()).doesNotContain("\u001b");
    }
}
