package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.catalog.CatalogChange;
import org.clawdbot.api.catalog.CatalogListener;
import org.clawdbot.api.catalog.ModelCatalog;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.junit.jupiter.api.Test;

class CatalogNewsTest {

    private final ManualLater later = new ManualLater();
    private final Parts<ModelCatalog> catalogs =
            new Parts<>("ModelCatalog", "", Parts.Succession.ANY, new Handover(System::nanoTime));
    private final List<CatalogChange> heard = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private final CatalogNews news = new CatalogNews(catalogs, later, () -> after.add("checked"));
    private final FakeParts.Catalog live =
            new FakeParts.Catalog("live").list("a", false).list("b", true);
    private final FakeParts.Catalog file =
            new FakeParts.Catalog("file").list("b", true).list("c", true);
    private long id;

    @Test
    void theFirstListIsNoChange() {
        listen();
        come(live, 0);
        later.pass();

        assertThat(heard).isEmpty();
        assertThat(live.reads).isPositive();
    }

    @Test
    void nothingIsReadAsLongAsNobodyAsksAndNobodyListens() {
        come(live, 0);
        later.pass();

        assertThat(live.reads).isZero();
        assertThat(live.watchers).isEmpty();
    }

    @Test
    void aListThatTheSourceFetchedByItselfIsCompared() {
        listen();
        come(live, 0);
        later.pass();

        live.list("new", false).models.remove("a");
        live.fetch();
        later.pass();
        live.fetch();
        later.pass();

        assertThat(heard).singleElement().satisfies(change -> {
            assertThat(change.switched()).isFalse();
            assertThat(ids(change.appeared())).containsExactly("new");
            assertThat(ids(change.vanished())).containsExactly("a");
        });
        assertThat(after).containsExactly("checked");
    }

    @Test
    void aListThatSomebodyAskedForIsComparedToo() {
        listen();
        come(live, 0);
        news.listings().current("chutes");
        later.pass();

        live.list("new", false);
        news.listings().refresh("chutes");
        later.pass();

        assertThat(heard).singleElement().satisfies(change -> assertThat(ids(change.appeared()))
                .containsExactly("new"));
    }

    @Test
    void aSwapOfSourcesIsOneSwitchEvenInABurst() {
        listen();
        come(live, 0);
        later.pass();

        come(file, 5);
        go(live);
        come(live, 0);
        go(live);
        later.pass();

        assertThat(heard).singleElement().satisfies(change -> {
            assertThat(change.switched()).isTrue();
            assertThat(ids(change.appeared())).containsExactly("c");
            assertThat(ids(change.vanished())).containsExactly("a");
        });
    }

    @Test
    void servicesThatStillComeAndGoAreWaitedFor() {
        listen();
        come(live, 0);
        later.pass();

        come(file, 5);
        go(file);
        later.waiting.remove().run();
        come(file, 5);
        later.waiting.remove().run();
        assertThat(heard).as("not before it is quiet").isEmpty();
        later.pass();

        assertThat(heard).hasSize(1);
    }

    @Test
    void sourcesWithTheSameModelsAreStillASwitch() {
        FakeParts.Catalog same = new FakeParts.Catalog("file").list("a", false).list("b", true);
        listen();
        come(live, 0);
        later.pass();

        come(same, 5);
        later.pass();

        assertThat(heard).singleElement().satisfies(change -> {
            assertThat(change.switched()).isTrue();
            assertThat(change.sameModels()).isTrue();
        });
    }

    @Test
    void aCatalogThatComesBackAsItWasIsNoChange() {
        listen();
        come(live, 0);
        later.pass();

        go(live);
        later.pass();
        come(live, 0);
        later.pass();

        assertThat(heard).isEmpty();
        assertThat(live.watchers).hasSize(1);
    }

    @Test
    void onlyTheCatalogInUseIsWatched() {
        listen();
        come(live, 0);
        later.pass();
        come(file, 5);
        later.pass();

        assertThat(live.watchers).isEmpty();
        assertThat(file.watchers).hasSize(1);

        news.close();
        assertThat(file.watchers).isEmpty();
    }

    @Test
    void aListenerThatThrowsKeepsNoOtherFromHearing() {
        news.add(change -> {
            throw new IllegalStateException("broken listener");
        });
        listen();
        come(live, 0);
        later.pass();
        come(file, 5);
        later.pass();

        assertThat(heard).hasSize(1);
    }

    @Test
    void aListenerThatLeftHearsNothing() {
        CatalogListener listener = heard::add;
        news.add(listener);
        come(live, 0);
        later.pass();

        news.remove(listener);
        come(file, 5);
        later.pass();

        assertThat(heard).isEmpty();
    }

    @Test
    void aSourceThatFailsIsNoChangeUntilItHasAList() {
        listen();
        come(live, 0);
        later.pass();
        file.failure = new ProviderUnavailableException("dns", "no such host", ErrorDetails.NONE, null);

        come(file, 5);
        later.pass();
        assertThat(heard).isEmpty();

        file.failure = null;
        file.fetch();
        later.pass();
        assertThat(heard).singleElement().satisfies(change -> assertThat(change.switched())
                .isTrue());
    }

    private void listen() {
        news.add(heard::add);
    }

    private void come(FakeParts.Catalog catalog, int ranking) {
        id++;
        catalogs.add(catalog, Map.of("model.provider", "chutes", "service.id", id, "service.ranking", ranking));
        news.catalogsChanged();
    }

    private void go(FakeParts.Catalog catalog) {
        catalogs.remove(catalog);
        news.catalogsChanged();
    }

    private static List<String> ids(List<ModelInfo> models) {
        return models.stream().map(model -> model.reference().id()).toList();
    }
}
