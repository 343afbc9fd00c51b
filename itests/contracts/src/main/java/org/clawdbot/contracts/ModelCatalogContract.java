package org.clawdbot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelPricing;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.provider.CatalogSource;
import org.junit.jupiter.api.Test;

/** What every catalog of models in the shape of {@code /v1/models} promises. */
public abstract class ModelCatalogContract {

    private static final long PATIENCE_SECONDS = 30;

    private static final String FULL_ROW =
            """
            {"id":"a/Full-TEE","object":"model","created":1787391130,"owned_by":"sglang","root":"a/Full-FP8",
             "chute_id":"00000000-0000-0000-0000-000000000001","confidential_compute":true,"max_model_len":262144,
             "context_length":131072,"max_output_length":65536,"input_modalities":["text","image"],
             "output_modalities":["text"],"quantization":"fp8","supported_features":["tools","reasoning"],
             "supported_sampling_parameters":["temperature","top_p"],
             "pricing":{"prompt":0.104,"completion":0.416,"input_cache_read":0.010399999999999998}}""";
    private static final String NARROW_ROW =
            "{\"id\":\"a/Narrow\",\"context_length\":40960,\"confidential_compute\":false}";
    private static final String BARE_ROW = "{\"id\":\"Bare\"}";

    /**
     * Opens the catalog under test on a source that holds these rows.
     *
     * @param rows the rows as JSON
     * @return the catalog
     * @throws Exception if the source cannot be made
     */
    protected abstract ModelCatalog serving(String... rows) throws Exception;

    /**
     * Changes what the source holds.
     *
     * @param rows the rows as JSON
     * @throws Exception if the source cannot be changed
     */
    protected abstract void change(String... rows) throws Exception;

    /**
     * Makes the source unusable.
     *
     * @throws Exception if that fails
     */
    protected abstract void breakSource() throws Exception;

    /**
     * Does what it takes until the catalog has come by the changed list on its own.
     *
     * @throws Exception if that fails
     */
    protected abstract void comeBy() throws Exception;

    @Test
    void mapsEveryFieldOfAFullRow() throws Exception {
        ModelInfo model = serving(FULL_ROW).current().find("a/Full-TEE").orElseThrow();

        assertThat(model.reference()).hasToString("chutes/a/Full-TEE");
        assertThat(model.name()).isEqualTo("a/Full-TEE");
        assertThat(model.tee()).isTrue();
        assertThat(model.features()).isEqualTo(Set.of("tools", "reasoning"));
        assertThat(model.input()).containsExactly("text", "image");
        assertThat(model.output()).containsExactly("text");
        assertThat(model.contextWindow()).isEqualTo(131_072L);
        assertThat(model.maxOutputTokens()).isEqualTo(65_536L);
        assertThat(model.pricing())
                .isEqualTo(new ModelPricing(
                        new BigDecimal("0.104"), new BigDecimal("0.416"), new BigDecimal("0.010399999999999998")));
        assertThat(model.quantization()).isEqualTo("fp8");
        assertThat(model.attributes())
                .containsEntry("chute_id", "00000000-0000-0000-0000-000000000001")
                .containsEntry("root", "a/Full-FP8")
                .containsEntry("max_model_len", "262144")
                .containsEntry("supported_sampling_parameters", "temperature,top_p");
    }

    @Test
    void whatARowDoesNotStateIsUnknownAndNeverZeroOrGuessed() throws Exception {
        ModelInfo model = serving(BARE_ROW).current().find("Bare").orElseThrow();

        assertThat(model).isEqualTo(ModelInfo.builder(model.reference()).build());
        assertThat(model.inTee()).isFalse();
        assertThat(model.has(ModelInfo.TOOLS)).isEmpty();
    }

    @Test
    void keepsTheOrderOfTheSourceAndSkipsWhatIsNoModel() throws Exception {
        CatalogSnapshot snapshot = serving(
                        BARE_ROW,
                        FULL_ROW,
                        "{\"id\":\"Bare\",\"quantization\":\"int4\"}",
                        "{\"id\":\" \"}",
                        "17",
                        "null")
                .current();

        assertThat(snapshot.models().keySet()).containsExactly("Bare", "a/Full-TEE");
        assertThat(snapshot.find("Bare").orElseThrow().quantization()).isNull();
        assertThat(snapshot.skippedRows()).isEqualTo(4);
        assertThat(snapshot.provider()).isEqualTo("chutes");
        assertThat(snapshot.stale()).isFalse();
        assertThat(snapshot.problem()).isNull();
    }

    @Test
    void anEmptySourceIsAnEmptyList() throws Exception {
        assertThat(serving().current().models()).isEmpty();
    }

    @Test
    void refreshingSeesWhatChanged() throws Exception {
        ModelCatalog catalog = serving(BARE_ROW);
        catalog.current();
        change(FULL_ROW);

        assertThat(catalog.refresh().models()).containsOnlyKeys("a/Full-TEE");
        assertThat(catalog.current().models()).containsOnlyKeys("a/Full-TEE");
    }

    @Test
    void aBrokenSourceFailsARefreshAndKeepsTheLastGoodList() throws Exception {
        ModelCatalog catalog = serving(BARE_ROW);
        catalog.current();
        breakSource();

        assertThatExceptionOfType(ModelException.class).isThrownBy(catalog::refresh);

        CatalogSnapshot kept = catalog.current();
        assertThat(kept.models()).containsOnlyKeys("Bare");
        assertThat(kept.stale()).isTrue();
        assertThat(kept.problem()).isNotBlank();
    }

    @Test
    void aBrokenSourceWithNothingKnownFailsOrSaysThatTheListIsBuiltIn() throws Exception {
        ModelCatalog catalog = serving(BARE_ROW);
        breakSource();

        assertThatExceptionOfType(ModelException.class).isThrownBy(catalog::refresh);
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> catalog.find("Bare"));
        try {
            CatalogSnapshot list = catalog.current();
            assertThat(list.source()).isEqualTo(CatalogSource.BUILT_IN);
            assertThat(list.stale()).isTrue();
            assertThat(list.problem()).isNotBlank();
            assertThat(list.list()).noneMatch(ModelInfo::inTee).allMatch(model -> model.pricing()
                    .equals(ModelPricing.UNKNOWN));
        } catch (ModelException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @Test
    void aWatcherHearsOfAListThatCameByItselfAndOfNoneAfterwards() throws Exception {
        ModelCatalog catalog = serving(BARE_ROW);
        catalog.current();
        BlockingQueue<CatalogSnapshot> heard = new LinkedBlockingQueue<>();
        BlockingQueue<CatalogSnapshot> heardByOther = new LinkedBlockingQueue<>();
        ModelCatalog.Watch broken = catalog.watch(list -> {
            throw new IllegalStateException("a watcher that fails");
        });
        ModelCatalog.Watch other = catalog.watch(heardByOther::add);
        ModelCatalog.Watch watch = catalog.watch(heard::add);
        change(FULL_ROW);
        comeBy();

        assertThat(next(heard).models()).containsOnlyKeys("a/Full-TEE");
        assertThat(catalog.current().models()).containsOnlyKeys("a/Full-TEE");

        broken.close();
        watch.close();
        next(heardByOther);
        change(BARE_ROW);
        comeBy();
        assertThat(next(heardByOther).models()).containsOnlyKeys("Bare");
        assertThat(heard).isEmpty();
        other.close();
    }

    @Test
    void findsWhatTheProviderMakesOfAString() throws Exception {
        ModelCatalog catalog = serving(FULL_ROW, NARROW_ROW);

        assertThat(catalog.find("a/Full-TEE")).isEqualTo(catalog.current().find("a/Full-TEE"));
        assertThat(catalog.find("a/Narrow:latency").orElseThrow().contextWindow())
                .isEqualTo(40_960L);
        ModelInfo pool =
                catalog.find("a/Full-TEE,a/Narrow,a/Full-TEE:Throughput").orElseThrow();
        assertThat(pool.reference()).hasToString("chutes/a/Full-TEE,a/Narrow,a/Full-TEE:Throughput");
        assertThat(pool.contextWindow()).isEqualTo(40_960L);
        assertThat(pool.inTee()).isFalse();
        assertThat(pool.pricing().input()).isNull();
        assertThat(catalog.find("nobody/knows:latency")).isEmpty();
    }

    @Test
    void aSourceThatIsMendedIsUsedAgain() throws Exception {
        ModelCatalog catalog = serving(BARE_ROW);
        catalog.current();
        breakSource();
        assertThatExceptionOfType(ModelException.class).isThrownBy(catalog::refresh);
        change(FULL_ROW);

        catalog.refresh();

        assertThat(catalog.current().models()).containsOnlyKeys("a/Full-TEE");
        assertThat(catalog.current().problem()).isNull();
    }

    @Test
    void everyThreadSeesAWholeList() throws Exception {
        ModelCatalog catalog = serving(BARE_ROW, FULL_ROW);
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Future<CatalogSnapshot>> futures = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                futures.add(executor.submit(i % 8 == 0 ? catalog::refresh : catalog::current));
            }
            for (Future<CatalogSnapshot> future : futures) {
                assertThat(future.get().models()).hasSize(2);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static CatalogSnapshot next(BlockingQueue<CatalogSnapshot> heard) throws InterruptedException {
        CatalogSnapshot list = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(list).as("the list that came by itself").isNotNull();
        return list;
    }
}
