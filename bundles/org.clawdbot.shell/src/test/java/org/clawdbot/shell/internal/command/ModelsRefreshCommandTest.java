package org.clawdbot.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.shell.internal.FakeHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelsRefreshCommandTest {

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void list() {
        host.models.full("a/Stays", true, 131072, "0.30", "1.20").full("a/Changes", true, 131072, "0.30", "1.20");
    }

    private void change() {
        ModelInfo old = host.models.listed.get("a/Changes");
        host.models.sparse("old/gone");
        host.models.onRefresh = () -> {
            host.models.listed.remove("old/gone");
            host.models.full("brand/new", true, 262144, "0.1", "2");
            host.models.listed.put(
                    "a/Changes",
                    ModelInfo.builder(old.reference())
                            .tee(false)
                            .features(Set.of(ModelInfo.TOOLS, "json_mode"))
                            .input(old.input())
                            .output(old.output())
                            .contextWindow(65536L)
                            .maxOutputTokens(old.maxOutputTokens())
                            .pricing(new ModelPricing(new BigDecimal("0.45"), new BigDecimal("1.20"), BigDecimal.ONE))
                            .quantization("fp8")
                            .build());
        };
    }

    @Test
    void saysOldAndNewOfWhatChanged() {
        change();

        assertThat(host.run("models", "refresh")).isZero();

        assertThat(host.terminal.printed())
                .isEqualToNormalizingNewlines(
                        """
                chutes: 3 models, live, 2 min old
                  + chutes/brand/new  TEE, context 262k, $/M in 0.1 out 2
                  - chutes/old/gone
                  ~ chutes/a/Changes
                      input price $0.3 → $0.45
                      cache price not stated → $1
                      context 131072 → 65536
                      features +json_mode -reasoning
                      TEE yes → no
                """);
        assertThat(host.terminal.said())
                .contains("warning: chutes/a/Changes does not run in a trusted execution environment any more");
    }

    @Test
    void printsADocumentWithOldAndNewValues() {
        change();

        assertThat(host.run("models", "refresh", "--json")).isZero();

        JsonNode document = host.document();
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly(
                        "source", "fetchedAt", "stale", "count", "appeared", "vanished", "changed", "problems");
        assertThat(document.path("count").asInt()).isEqualTo(3);
        assertThat(document.path("appeared")).extracting(JsonNode::asText).containsExactly("chutes/brand/new");
        assertThat(document.path("vanished")).extracting(JsonNode::asText).containsExactly("chutes/old/gone");
        JsonNode changed = document.path("changed").get(0);
        assertThat(changed.path("key").asText()).isEqualTo("chutes/a/Changes");
        assertThat(changed.path("teeLost").asBoolean()).isTrue();
        assertThat(changed.path("differences"))
                .extracting(difference -> difference.path("field").asText())
                .containsExactly("cost.input", "cost.cacheRead", "contextWindow", "features", "tee");
        assertThat(host.terminal.printed()).contains("\"before\" : 0.30", "\"after\" : 0.45");
        assertThat(changed.path("differences").get(1).get("before").isNull()).isTrue();
        assertThat(document.path("problems")).isEmpty();
    }

    @Test
    void comparesWithTheListThatAnEarlierProcessLeft() {
        host.models.sparse("old/gone");
        host.models.known = host.models.allCatalogs();
        host.models.listed.remove("old/gone");

        host.run("models", "refresh");

        assertThat(host.terminal.printed()).contains("  - chutes/old/gone").doesNotContain("nothing changed");
    }

    @Test
    void saysThatNothingChanged() {
        host.run("models", "refresh");
        assertThat(host.terminal.printed()).contains("  nothing changed");
        assertThat(host.terminal.said()).isEmpty();

        host.models.onRefresh = () -> host.models.failure = null;
        host.models.failure = new ProviderUnavailableException("connect", "not yet", ErrorDetails.NONE, null);
        host.run("models", "refresh");
        assertThat(host.terminal.printed()).contains("nothing was known before");
    }

    @Test
    void aModelThatTheHostHidesHasNotVanished() {
        host.models.onRefresh = () -> host.models.forbidden.put("a/Changes", "not-in-tee");

        host.run("models", "refresh");

        assertThat(host.terminal.printed()).contains("2 models").doesNotContain("- chutes");
    }

    @Test
    void warnsOfConfiguredModelsThatAreGoneAndNamesALiveOne() {
        host.models.selectionProblems.addAll(List.of(
                new SelectionProblem(
                        "defaultModel",
                        "chutes/old/gone",
                        "model-not-found",
                        "chutes/old/gone is not listed; replace it with: clawdbot models set chutes/a/Stays",
                        "chutes/a/Stays"),
                new SelectionProblem("fallbacks", "chutes/b", "model-not-found", "chutes/b is not listed", null)));

        assertThat(host.run("models", "refresh", "--json")).isZero();

        assertThat(host.terminal.said())
                .contains(
                        "warning: The default model: chutes/old/gone is not listed; replace it with: clawdbot models"
                                + " set chutes/a/Stays",
                        "warning: A fallback: chutes/b is not listed");
        assertThat(host.document().path("problems"))
                .extracting(problem -> problem.path("replacement").asText("none"))
                .containsExactly("chutes/a/Stays", "none");
    }

    @Test
    void endsWithFourWhereTheSourceCannotBeRead() {
        host.models.onRefresh = () -> {
            throw new ProviderUnavailableException("connect", "No way there", ErrorDetails.NONE, null);
        };

        assertThat(host.run("models", "refresh", "--json")).isEqualTo(4);

        assertThat(host.document().path("error").path("code").asText()).isEqualTo("connect");
    }
}
