package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that was never reached, of which only a few built-in models are known. */
class BuiltInCatalogTest {

    @TempDir
    Path folder;

    private final ModelCatalog catalog = new ModelCatalog() {
        @Override
        public CatalogSnapshot current() {
            ModelInfo model =
                    ModelInfo.builder(new ModelReference("chutes", "built/In")).build();
            return new CatalogSnapshot(
                    "chutes",
                    CatalogSource.BUILT_IN,
                    Instant.EPOCH,
                    true,
                    "nothing answers",
                    0,
                    Map.of("built/In", model));
        }

        @Override
        public CatalogSnapshot refresh() {
            throw new ProviderUnavailableException("connect", "nothing answers", ErrorDetails.NONE, null);
        }
    };

    @Test
    void aModelThatIsBuiltInMayBeAskedFor() {
        assertThat(facade(new Setup()).resolve("chutes/built/In").reference()).hasToString("chutes/built/In");
    }

    @Test
    void aModelThatIsNotBuiltInIsNotSaidToBeMissing() {
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> facade(new Setup()).resolve("chutes/zai-org/GLM-4.7-Flash"))
                .withMessageContaining("nothing answers")
                .satisfies(e -> assertThat(e.code()).isEqualTo("no-catalog"));
    }

    @Test
    void whoWantsTeeOnlyGetsNoneOfThem() {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> facade(new Setup().teeOnly()).resolve("chutes/built/In"));
    }

    private ModelsFacade facade(Setup setup) {
        ModelsFacade facade =
                new ModelsFacade(setup.settings(), folder, new ManualLater(), new ManualLater(), new TurnableClock());
        facade.addCatalog(catalog, Map.of("model.provider", "chutes", "catalog.source", "live", "service.id", 2L));
        return facade;
    }
}
