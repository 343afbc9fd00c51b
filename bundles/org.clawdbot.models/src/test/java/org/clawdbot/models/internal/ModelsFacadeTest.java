package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsFacadeTest {

    @TempDir
    Path folder;

    private static final Map<String, Object> CHUTES = Map.of("model.provider", "chutes", "service.id", 1L);

    private final FakeParts.Strategy strategy = new FakeParts.Strategy()
            .hold("chutes:one", "api-key", ProfileStatus.Source.PROFILE)
            .hold("chutes:two", "api-key", ProfileStatus.Source.PROFILE);
    private final FakeParts.Catalog catalog = new FakeParts.Catalog()
            .list("zai-org/GLM-4.7-Flash", false)
            .list("Qwen/Qwen3-32B-TEE", true)
            .list("vendor/Old", null);
    private final FakeParts.Transport transport = new FakeParts.Transport();
    private final ManualLater later = new ManualLater();
    private final TurnableClock clock = new TurnableClock();

    @Test
    void theTriesOfTheTransportAreSaidAndKept() {
        transport.triedBefore.add(new Attempt("chutes/zai-org/GLM-4.7-Flash", "chutes:one", "capacity", "full", 429));
        List<ChatEvent.Notice> notices = new ArrayList<>();

        ChatResult result = facade().stream(ChatRequest.of("hi"), notices::add).result();

        assertThat(notices).extracting(ChatEvent.Notice::code).containsExactly("retrying");
        assertThat(result.attempts()).extracting(Attempt::failure).containsExactly("capacity", null);
    }

    @Test
    void sendsTheDefaultModelWithTheFirstCredential() {
        ChatResult result = facade().stream(ChatRequest.of("hi")).result();

        assertThat(transport.tried()).containsExactly("zai-org/GLM-4.7-Flash fake-chutes:one");
        assertThat(result.text()).isEqualTo("Hello");
        assertThat(result.cost().usd()).isEqualByComparingTo(new BigDecimal("2"));
        assertThat(result.attempts()).containsExactly(Attempt.succeeded("chutes/zai-org/GLM-4.7-Flash", "chutes:one"));
    }

    @Test
    void aReplyInOnePieceHasCostAndAttemptsToo() {
        ChatResult streamed = facade().stream(ChatRequest.of("hi")).result();

        assertThat(facade().complete(ChatRequest.of("hi"))).isEqualTo(streamed);
    }

    @Test
    void anAliasStandsForItsReference() {
        facade(new Setup().alias("safe", "chutes/Qwen/Qwen3-32B-TEE")).stream(
                        ChatRequest.builder().model("safe").user("hi").build())
                .result();

        assertThat(transport.tried()).containsExactly("Qwen/Qwen3-32B-TEE fake-chutes:one");
    }

    @Test
    void anUnknownModelNamesTheNearestOnes() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().resolve("chutes/Qwen/Qwen3-32b"))
                .withMessageContaining("Qwen/Qwen3-32b")
                .satisfies(e -> assertThat(e.nearest()).first().isEqualTo("chutes/Qwen/Qwen3-32B-TEE"));
        assertThat(transport.sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-32b", "Qwen/Qwen3-32B-TEE"})
    void aNameThatLacksItsProviderNamesTheNearestOnes(String name) {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().resolve(name))
                .withMessageContaining("nearest: chutes/Qwen/Qwen3-32B-TEE")
                .satisfies(e -> assertThat(e.nearest()).first().isEqualTo("chutes/Qwen/Qwen3-32B-TEE"));
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade(new Setup().teeOnly()).resolve("vendor/Old"))
                .satisfies(e -> assertThat(e.nearest()).containsExactly("chutes/Qwen/Qwen3-32B-TEE"));
    }

    @Test
    void whatARefreshIsComparedWithIsNotReadAnew() {
        ModelsFacade facade = facade();
        List<CatalogSnapshot> read = facade.refresh();
        int reads = catalog.reads;
        catalog.fetch();

        assertThat(facade.knownCatalogs()).isEqualTo(read);
        assertThat(catalog.reads).isEqualTo(reads);
    }

    @Test
    void whereNothingWasReadYetTheCatalogSaysWhatItKnows() {
        assertThat(facade().knownCatalogs()).hasSize(1);
        catalog.failure = new ProviderUnavailableException("connect", "no", ErrorDetails.NONE, null);
        assertThat(facade().knownCatalogs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "chutes/", "/x"})
    void whatIsNeitherAliasNorReferenceIsSaidToBeSo(String name) {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().resolve(name))
                .withMessageContaining("neither an alias nor a reference");
    }

    @Test
    void withoutAnyModelNamedItSaysHowToChooseOne() {
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> facade(new Setup().defaultModel(null)).stream(ChatRequest.of("hi")))
                .withMessageContaining("models set");
    }

    @Test
    void aProviderThatIsNotThereIsNamedAsSuch() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().resolve("chuts/zai-org/GLM-4.7-Flash"))
                .withMessageContaining("no provider \"chuts\"")
                .withMessageContaining("there is chutes");
    }

    @Test
    void aModelNamedTwiceIsTriedOnce() {
        Setup settings =
                new Setup().defaultModel("fast").fallbacks("chutes/vendor/Old").alias("fast", "chutes/vendor/Old");
        transport.failures.add(new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null));

        assertThatExceptionOfType(ModelUnavailableException.class)
                .isThrownBy(() -> facade(settings).stream(ChatRequest.of("hi")));
        assertThat(transport.sent).hasSize(1);
    }

    @Test
    void credentialsThatCannotBeReadAreAMatterOfRequestsNotOfLists() {
        strategy.failure = new CredentialStoreException("cannot be understood", ErrorDetails.NONE, null);

        assertThat(facade().providers().get(0).profiles()).isEmpty();
        assertThat(facade().catalogs()).hasSize(1);
        assertThatExceptionOfType(CredentialStoreException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")));
    }

    @Test
    void aRequestWithAnImageGoesToTheImageModel() {
        Setup settings = new Setup().imageModel("chutes/vendor/Old");
        ChatRequest request = ChatRequest.builder()
                .message(new ChatMessage.UserMessage(
                        List.of(new ContentPart.Image(URI.create("https://example.com/a.png")))))
                .build();

        facade(settings).stream(request).result();

        assertThat(transport.tried()).containsExactly("vendor/Old fake-chutes:one");
    }

    @Test
    void aDefaultThatIsNoLongerListedGivesWayToTheFallback() {
        catalog.models.remove("zai-org/GLM-4.7-Flash");

        facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(ChatRequest.of("hi"))
                .result();

        assertThat(transport.tried()).containsExactly("Qwen/Qwen3-32B-TEE fake-chutes:one");
    }

    @Test
    void aRefusedCredentialIsRenewedOnceWhereItCanBe() {
        strategy.renewable = true;
        transport.failures.add(refused());

        facade().stream(ChatRequest.of("hi")).result();

        assertThat(transport.tried())
                .containsExactly("zai-org/GLM-4.7-Flash fake-chutes:one", "zai-org/GLM-4.7-Flash fake-renewed");
    }

    @Test
    void aCredentialRefusedAgainAfterRenewalGivesWayToTheNext() {
        strategy.renewable = true;
        transport.failures.add(refused());
        transport.failures.add(refused());

        facade().stream(ChatRequest.of("hi")).result();

        assertThat(transport.tried())
                .containsExactly(
                        "zai-org/GLM-4.7-Flash fake-chutes:one",
                        "zai-org/GLM-4.7-Flash fake-renewed",
                        "zai-org/GLM-4.7-Flash fake-chutes:two");
    }

    @Test
    void teeOnlyHidesOtherModelsAndRefusesThemEvenAsFallback() {
        Setup settings = new Setup()
                .defaultModel("chutes/Qwen/Qwen3-32B-TEE")
                .fallbacks("chutes/zai-org/GLM-4.7-Flash")
                .teeOnly();
        transport.failures.add(new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null));
        ModelsFacade facade = facade(settings);

        assertThat(facade.catalogs()).singleElement().satisfies(list -> assertThat(list.models())
                .containsOnlyKeys("Qwen/Qwen3-32B-TEE"));
        assertThatExceptionOfType(AllFailedException.class)
                .isThrownBy(() -> facade.stream(ChatRequest.of("hi")))
                .satisfies(e -> assertThat(e.attempts())
                        .extracting(Attempt::failure)
                        .containsExactly("capacity", "not-in-tee"));
        assertThat(transport.tried()).containsExactly("Qwen/Qwen3-32B-TEE fake-chutes:one");
        assertThat(transport.sent).allMatch(request -> request.teeOnly());
    }

    @Test
    void aModelThatDoesNotStateItsEnvironmentIsNotInATrustedOne() {
        ChatRequest request = ChatRequest.builder()
                .model("chutes/vendor/Old")
                .user("hi")
                .requireTee(true)
                .build();

        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> facade().stream(request))
                .withMessageContaining("chutes/Qwen/Qwen3-32B-TEE");
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void aMissingPartIsNamedAtOnce() {
        ModelsFacade empty = new ModelsFacade(new Setup().settings(), folder, later, new ManualLater(), clock);
        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> empty.stream(ChatRequest.of("hi")))
                .satisfies(e -> assertThat(e.part()).isEqualTo("ModelCatalog"));

        empty.addCatalog(catalog, CHUTES);
        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> empty.stream(ChatRequest.of("hi")))
                .satisfies(e -> assertThat(e.part()).isEqualTo("CompletionsTransport"));

        empty.addTransport(transport, CHUTES);
        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> empty.stream(ChatRequest.of("hi")))
                .satisfies(e -> assertThat(e.part()).isEqualTo("AuthStrategy"));
    }

    @Test
    void tellsWhoeverLooksWhichOfItsSettingsMeanNothing() {
        ModelsFacade facade = facade(new Setup().problem("org.clawdbot.models budgetUsdPerDay: \"ten\" is no amount"));

        assertThat(facade.run())
                .containsExactly(Finding.fail(
                        "org.clawdbot.models budgetUsdPerDay: \"ten\" is no amount",
                        "Mend the settings of org.clawdbot.models"));
        assertThat(facade.remote()).isFalse();
        assertThat(facade().run()).isEmpty();
    }

    @Test
    void aRefreshWithoutACatalogHasNoSourceAlthoughItsLastListIsUsed() {
        ModelsFacade facade = facade();
        assertThat(facade.refresh()).hasSize(1);
        facade.removeCatalog(catalog);

        assertThat(facade.allCatalogs()).hasSize(1);
        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(facade::refresh)
                .withMessageContaining("no source to refresh the models of \"chutes\" from")
                .satisfies(e -> assertThat(e.part()).isEqualTo("ModelCatalog"))
                .satisfies(e -> assertThat(e.details().provider()).isEqualTo("chutes"));
    }

    @Test
    void aRefreshWithoutAnyPartHasNoSource() {
        ModelsFacade empty = new ModelsFacade(new Setup().settings(), folder, later, new ManualLater(), clock);

        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(empty::refresh)
                .withMessageContaining("no source to refresh")
                .satisfies(e -> assertThat(e.part()).isEqualTo("ModelCatalog"));
    }

    @Test
    void aTransportThatIsUpdatedAsItIsAskedIsSucceededByTheNewOne() {
        ModelsFacade facade = facade();
        FakeParts.Transport successor = new FakeParts.Transport();
        transport.goes = () -> {
            facade.removeTransport(transport);
            facade.addTransport(successor, CHUTES);
        };

        ChatResult result = facade.stream(ChatRequest.of("hi")).result();

        assertThat(result.text()).isEqualTo("Hello");
        assertThat(result.attempts()).hasSize(1);
        assertThat(successor.sent).hasSize(1);
    }

    @Test
    void aTransportWhoseClassLoaderFailsAsItIsUpdatedIsSucceededByTheNewOne() {
        ModelsFacade facade = facade();
        FakeParts.Transport successor = new FakeParts.Transport();
        transport.goes = () -> {
            facade.removeTransport(transport);
            facade.addTransport(successor, CHUTES);
            throw new NullPointerException("the wiring of a bundle that is being refreshed");
        };

        assertThat(facade.complete(ChatRequest.of("hi")).text()).isEqualTo("Hello");
        assertThat(successor.sent).hasSize(1);
    }

    @Test
    void aTransportThatGoesAsItIsAskedIsNamed() {
        ModelsFacade facade = facade();
        transport.goes = () -> facade.removeTransport(transport);

        assertThatExceptionOfType(MissingPartException.class)
                .isThrownBy(() -> facade.complete(ChatRequest.of("hi")))
                .satisfies(e -> assertThat(e.part()).isEqualTo("CompletionsTransport"))
                .satisfies(
                        e -> assertThat(e).hasSuppressedException(new NoClassDefFoundError("org/example/NotUsedYet")));
    }

    @Test
    void aTransportThatFailsInMidStreamAsItShouldNotIsToldWithWhatHasArrived() {
        transport.before = List.of(
                new ChatEvent.Started("chutes/zai-org/GLM-4.7-Flash", "inv-1"),
                new ChatEvent.ReasoningDelta("Hm."),
                new ChatEvent.TextDelta("Hel"),
                new ChatEvent.TextDelta("lo"),
                new ChatEvent.ToolCallDelta(0, "a", "look", "{\"x\""),
                new ChatEvent.ToolCallDelta(1, null, null, ""),
                new ChatEvent.ToolCallDelta(0, null, null, ":1"));
        IllegalStateException failure = new IllegalStateException("a broken part");
        transport.breaks = () -> {
            throw failure;
        };

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")).result())
                .withCause(failure)
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("transport-failed");
                    assertThat(e.details().profileId()).isEqualTo("chutes:one");
                    ChatResult partial = e.partial().orElseThrow();
                    assertThat(partial.text()).isEqualTo("Hello");
                    assertThat(partial.reasoning()).isEqualTo("Hm.");
                    assertThat(partial.invocationId()).isEqualTo("inv-1");
                    assertThat(partial.toolCalls())
                            .containsExactly(new ToolCall("a", "look", "{\"x\":1"), new ToolCall("call_1", "", ""));
                    assertThat(partial.finishReason()).isNull();
                });
    }

    @Test
    void aTransportWhoseClassesGoInMidStreamIsToldAsGone() {
        transport.breaks = () -> {
            throw new NoClassDefFoundError("org/example/NotUsedYet");
        };

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("provider-gone"))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Hel"));
    }

    @Test
    void aTransportThatGivesNoEventWhereItPromisedOneHasFailed() {
        transport.before = Arrays.asList(new ChatEvent.TextDelta("Hel"), null);
        transport.breaks = () -> {};

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("transport-failed"))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Hel"));
    }

    @Test
    void aStreamThatEndsWithoutItsLastEventIsNotWhole() {
        transport.breaks = () -> {};

        assertThatExceptionOfType(StreamBrokenException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")).result())
                .satisfies(e -> assertThat(e.code()).isEqualTo("truncated"))
                .satisfies(e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Hel"));
    }

    @Test
    void aStreamThatWasClosedMeanwhileIsCancelledWhateverItsTransportThrows() {
        ChatStream[] open = new ChatStream[1];
        transport.breaks = () -> {
            open[0].close();
            throw new IllegalStateException("closed");
        };
        open[0] = facade().stream(ChatRequest.of("hi"));

        assertThatExceptionOfType(RequestCancelledException.class)
                .isThrownBy(() -> open[0].result())
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterTheEndThereAreNoMoreEvents() {
        Iterator<ChatEvent> whole = facade().stream(ChatRequest.of("hi")).iterator();
        whole.forEachRemaining(event -> assertThat(event).isNotNull());
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(whole::next);

        transport.breaks = () -> {
            throw new IllegalStateException("a broken part");
        };
        Iterator<ChatEvent> broken = facade().stream(ChatRequest.of("hi")).iterator();
        broken.next();
        assertThatExceptionOfType(StreamBrokenException.class).isThrownBy(broken::hasNext);
        assertThat(broken.hasNext()).isFalse();
    }

    @Test
    void aTransportThatFailsAsItShouldNotIsPassedOver() {
        FakeParts.Transport failing = new FakeParts.Transport();
        failing.unforeseen = new IllegalStateException("a broken part");
        ModelsFacade facade = facade();
        facade.removeTransport(transport);
        facade.addTransport(failing, Map.of("model.provider", "chutes", "component.name", "fake.completions"));

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> facade.complete(ChatRequest.of("hi")))
                .withCause(failing.unforeseen)
                .withMessageContaining("fake.completions")
                .satisfies(e -> assertThat(e.code()).isEqualTo("transport-failed"));
    }

    @Test
    void transportsThatGoAgainAndAgainAreGivenUp() {
        ModelsFacade facade = facade();
        List<FakeParts.Transport> asked = new ArrayList<>();
        succeedForEver(facade, transport, asked);

        assertThatExceptionOfType(MissingPartException.class).isThrownBy(() -> facade.complete(ChatRequest.of("hi")));
        assertThat(asked).hasSize(11);
    }

    private static void succeedForEver(
            ModelsFacade facade, FakeParts.Transport going, List<FakeParts.Transport> asked) {
        going.goes = () -> {
            asked.add(going);
            FakeParts.Transport next = new FakeParts.Transport();
            succeedForEver(facade, next, asked);
            facade.removeTransport(going);
            facade.addTransport(next, CHUTES);
        };
    }

    @Test
    void withoutAnyCredentialItAsksToSignIn() {
        strategy.held.clear();

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")))
                .withMessageContaining("clawdbot onboard");
    }

    @Test
    void aReplacedCatalogLeavesNoGap() {
        ModelsFacade facade = facade();
        facade.catalogs();

        facade.removeCatalog(catalog);

        assertThat(facade.stream(ChatRequest.of("hi")).result().text()).isEqualTo("Hello");
        assertThat(facade.catalogs()).singleElement().satisfies(list -> assertThat(list.models())
                .hasSize(3));

        facade.removeTransport(transport);
        facade.removeAuth(strategy);
        assertThat(facade.catalogs())
                .as("nothing of the provider is there any more")
                .isEmpty();
    }

    @Test
    void theBestRankedCatalogIsUsed() {
        ModelsFacade facade = facade();
        FakeParts.Catalog rival = new FakeParts.Catalog().list("rival/Only", true);

        facade.addCatalog(rival, Map.of("model.provider", "chutes", "service.id", 9L, "service.ranking", 10));
        assertThat(facade.catalogs()).singleElement().satisfies(list -> assertThat(list.models())
                .containsOnlyKeys("rival/Only"));

        facade.removeCatalog(rival);
        assertThat(facade.catalogs()).singleElement().satisfies(list -> assertThat(list.models())
                .hasSize(3));
    }

    @Test
    void aCatalogThatFailsAfterwardsIsLabelledWithItsProblem() {
        ModelsFacade facade = facade();
        facade.catalogs();
        catalog.failure = new ProviderUnavailableException("dns", "no such host", ErrorDetails.NONE, null);

        assertThat(facade.catalogs()).singleElement().satisfies(list -> {
            assertThat(list.stale()).isTrue();
            assertThat(list.problem()).isEqualTo("no such host");
            assertThat(list.models()).hasSize(3);
        });
    }

    @Test
    void tellsWhatIsThereOfEachProvider() {
        ProviderStatus status = facade().providers().get(0);

        assertThat(status.provider()).isEqualTo("chutes");
        assertThat(status.authModes()).containsExactly("api-key");
        assertThat(status.catalogSource()).isEqualTo("live");
        assertThat(status.transport()).isTrue();
        assertThat(status.teeOnly()).isFalse();
        assertThat(status.profiles()).hasSize(2);
    }

    @Test
    void resolvesWithoutSending() {
        ModelInfo model = facade().resolve(null);

        assertThat(model.reference()).hasToString("chutes/zai-org/GLM-4.7-Flash");
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void aRankingThatChangesChoosesAnotherCatalog() {
        ModelsFacade facade = facade();
        FakeParts.Catalog rival = new FakeParts.Catalog("file").list("rival/Only", true);
        facade.addCatalog(rival, Map.of("model.provider", "chutes", "catalog.source", "file", "service.id", 9L));
        assertThat(facade.providers().get(0).catalogSource()).isEqualTo("live");

        facade.updatedCatalog(
                rival,
                Map.of("model.provider", "chutes", "catalog.source", "file", "service.id", 9L, "service.ranking", 5));

        assertThat(facade.providers().get(0).catalogSource()).isEqualTo("file");
        assertThat(facade.resolve("chutes/rival/Only").inTee()).isTrue();
    }

    @Test
    void aStrategyOrTransportThatChangesItsProviderServesTheOther() {
        ModelsFacade facade = facade();

        facade.updatedAuth(strategy, Map.of("model.provider", "lab", "auth.mode", "api-key", "service.id", 1L));
        facade.updatedTransport(transport, Map.of("model.provider", "lab", "service.id", 3L));

        assertThat(facade.providers()).extracting(ProviderStatus::provider).containsExactly("chutes", "lab");
        assertThat(facade.providers().get(0).transport()).isFalse();
        assertThat(facade.providers().get(0).authModes()).isEmpty();
    }

    @Test
    void aCatalogThatCannotReadLeavesTheTurnToTheNext() {
        FakeParts.Catalog broken = new FakeParts.Catalog("file");
        broken.failure = new IllegalStateException("the bundle is gone");
        ModelsFacade facade = facade();

        facade.addCatalog(broken, Map.of("model.provider", "chutes", "service.id", 9L, "service.ranking", 5));

        assertThat(facade.catalogs()).singleElement().satisfies(list -> {
            assertThat(list.source()).isEqualTo("live");
            assertThat(list.problem()).isNull();
        });
    }

    @Test
    void whatBreaksInsideACatalogIsReportedAsAFailureOfIt() {
        catalog.failure = new IllegalStateException("the bundle is gone");

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> facade().resolve(null))
                .withMessageContaining("the bundle is gone")
                .satisfies(e -> assertThat(e.code()).isEqualTo("catalog-failed"));
    }

    @Test
    void aStringThatTheProviderRoutesToAPoolIsAModel() {
        catalog.pool("zai-org/GLM-4.7-Flash,Qwen/Qwen3-32B-TEE:latency", false);
        transport.answered = "Qwen/Qwen3-32B-TEE";

        ChatResult result = facade().stream(ChatRequest.builder()
                        .model("chutes/zai-org/GLM-4.7-Flash,Qwen/Qwen3-32B-TEE:latency")
                        .user("hi")
                        .build())
                .result();

        assertThat(transport.tried())
                .containsExactly("zai-org/GLM-4.7-Flash,Qwen/Qwen3-32B-TEE:latency fake-chutes:one");
        assertThat(result.cost().usd())
                .as("at the prices of the model that answered")
                .isEqualByComparingTo(new BigDecimal("2"));
    }

    @Test
    void aPoolIsKnownWhileTheCatalogIsAway() {
        catalog.pool("any:latency", true);
        ModelsFacade facade = facade();
        facade.resolve("chutes/any:latency");

        facade.removeCatalog(catalog);

        assertThat(facade.resolve("chutes/any:latency").reference().id()).isEqualTo("any:latency");
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade.resolve("chutes/other:latency"));
    }

    @Test
    void teeOnlyRefusesAPoolThatIsNotKnownToBeInsideAsAWhole() {
        catalog.pool("mixed:latency", false).pool("unknown:latency", null).pool("safe:latency", true);
        ModelsFacade facade = facade(new Setup().teeOnly());

        assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> facade.resolve("chutes/mixed:latency"));
        assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> facade.resolve("chutes/unknown:latency"));
        assertThat(facade.resolve("chutes/safe:latency").inTee()).isTrue();
    }

    @Test
    void teeOnlyWithoutAnySuchModelSaysSoInsteadOfWidening() {
        catalog.models.remove("Qwen/Qwen3-32B-TEE");
        ModelsFacade facade = facade(new Setup().teeOnly());

        assertThat(facade.catalogs()).singleElement().satisfies(list -> {
            assertThat(list.models()).isEmpty();
            assertThat(list.problem())
                    .contains("none of the 2 models of chutes")
                    .contains("teeOnly");
        });
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> facade.stream(ChatRequest.of("hi")))
                .withMessageContaining("none of the 2 models of chutes");
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void teeOnlyPassesOverADefaultOutsideForAFallbackInside() {
        List<ChatEvent> events = new ArrayList<>();
        facade(fallback("chutes/Qwen/Qwen3-32B-TEE").teeOnly()).stream(ChatRequest.of("hi"))
                .forEach(events::add);

        assertThat(transport.tried()).containsExactly("Qwen/Qwen3-32B-TEE fake-chutes:one");
        assertThat(events.get(0)).isInstanceOfSatisfying(ChatEvent.Notice.class, notice -> {
            assertThat(notice.code()).isEqualTo("fallback");
            assertThat(notice.message())
                    .startsWith("chutes/Qwen/Qwen3-32B-TEE answers in place of chutes/zai-org/GLM-4.7-Flash: ")
                    .contains("trusted execution environment");
        });
    }

    @Test
    void teeOnlyRefusesAModelThatTheRequestNamesEvenIfAFallbackWouldDo() {
        ChatRequest request =
                ChatRequest.builder().model("chutes/vendor/Old").user("hi").build();

        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> facade(
                        new Setup().defaultModel("chutes/Qwen/Qwen3-32B-TEE").teeOnly())
                        .stream(request));
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void teeOnlyHidesInRefreshesAndInAdviceToo() {
        ModelsFacade facade = facade(new Setup().teeOnly());

        assertThat(facade.refresh()).singleElement().satisfies(list -> assertThat(list.models())
                .containsOnlyKeys("Qwen/Qwen3-32B-TEE"));
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade.resolve("chutes/vendor/Olt"))
                .satisfies(e -> assertThat(e.nearest()).containsExactly("chutes/Qwen/Qwen3-32B-TEE"));
    }

    @Test
    void aRequestThatDemandsATrustedEnvironmentIsNotAdvisedToLeaveIt() {
        ChatRequest request = ChatRequest.builder()
                .model("chutes/vendor/Olt")
                .user("hi")
                .requireTee(true)
                .build();

        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().stream(request))
                .satisfies(e -> assertThat(e.nearest()).containsExactly("chutes/Qwen/Qwen3-32B-TEE"));
    }

    @Test
    void allCatalogsShowWhatTheRulesHide() {
        assertThat(facade(new Setup().teeOnly()).allCatalogs())
                .singleElement()
                .satisfies(list -> assertThat(list.models()).hasSize(3));
    }

    @Test
    void withAnAllowListOnlyWhatTheConfigurationNamesMayBeUsed() {
        catalog.list("also/Aliased", false).list("also/Fallback", false);
        ModelsFacade facade = facade(new Setup()
                .allowed("chutes/Qwen/Qwen3-32B-TEE")
                .alias("short", "chutes/also/Aliased")
                .fallbacks("chutes/also/Fallback"));

        assertThat(facade.catalogs()).singleElement().satisfies(list -> assertThat(list.models())
                .containsOnlyKeys("zai-org/GLM-4.7-Flash", "Qwen/Qwen3-32B-TEE", "also/Aliased", "also/Fallback"));
        assertThat(facade.resolve("short").reference().id()).isEqualTo("also/Aliased");
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> facade.resolve("chutes/vendor/Old"))
                .withMessageContaining("agents.defaults.models")
                .withMessageContaining("clawdbot models aliases add NAME chutes/vendor/Old")
                .satisfies(e -> assertThat(e.code()).isEqualTo("not-allowed"));
    }

    @Test
    void anAllowListThatMatchesNothingSaysSo() {
        ModelsFacade facade = facade(new Setup().defaultModel(null).allowed("chutes/not/There"));

        assertThat(facade.catalogs()).singleElement().satisfies(list -> {
            assertThat(list.models()).isEmpty();
            assertThat(list.problem()).contains("agents.defaults.models");
        });
    }

    @Test
    void aDefaultThatIsNoLongerListedIsAnErrorThatNamesLiveModels() {
        catalog.models.remove("zai-org/GLM-4.7-Flash");
        catalog.list("zai-org/GLM-5-TEE", true);

        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")))
                .withMessageContaining("does not list the default model zai-org/GLM-4.7-Flash")
                .withMessageContaining("clawdbot models set")
                .satisfies(e -> assertThat(e.nearest()).first().isEqualTo("chutes/zai-org/GLM-5-TEE"));
    }

    @Test
    void aModelThatTheRequestNamesAndNobodyListsIsNotReplacedInSilence() {
        ChatRequest request =
                ChatRequest.builder().model("chutes/vendor/Typo").user("hi").build();

        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(request));
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void theDefaultNamedInARequestIsStillTheDefault() {
        catalog.models.remove("zai-org/GLM-4.7-Flash");
        ChatRequest request = ChatRequest.builder()
                .model("chutes/zai-org/GLM-4.7-Flash")
                .user("hi")
                .build();

        facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(request).result();

        assertThat(transport.tried()).containsExactly("Qwen/Qwen3-32B-TEE fake-chutes:one");
    }

    @Test
    void aModelThatTheServerNoLongerKnowsGivesWayToTheFallback() {
        transport.failures.add(
                new ModelNotFoundException("gone", List.of(), ErrorDetails.NONE.withAnswer(404, null, null)));
        ChatRequest request =
                ChatRequest.builder().model("chutes/vendor/Old").user("hi").build();

        facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(request).result();

        assertThat(transport.tried())
                .containsExactly("vendor/Old fake-chutes:one", "Qwen/Qwen3-32B-TEE fake-chutes:one");
    }

    @Test
    void tellsWhichConfiguredModelsCannotBeUsedAndWhatComesNearest() {
        catalog.models.remove("zai-org/GLM-4.7-Flash");
        catalog.list("zai-org/GLM-5-TEE", true);
        ModelsFacade facade = facade(fallback("chutes/vendor/Old")
                .alias("old", "chutes/vendor/Older")
                .teeOnly());
        assertThat(facade.selectionProblems()).as("before any list is known").isEmpty();

        facade.catalogs();

        assertThat(facade.selectionProblems())
                .extracting(SelectionProblem::setting, SelectionProblem::code, SelectionProblem::replacement)
                .containsExactly(
                        tuple("defaultModel", "model-not-found", "chutes/zai-org/GLM-5-TEE"),
                        tuple("fallbacks", "not-in-tee", "chutes/zai-org/GLM-5-TEE"),
                        tuple("aliases", "model-not-found", "chutes/zai-org/GLM-5-TEE"));
        assertThat(facade.selectionProblems().get(0).message())
                .contains("clawdbot models set chutes/zai-org/GLM-5-TEE")
                .containsOnlyOnce("clawdbot models set");
    }

    @Test
    void aSelectionThatIsFineHasNoProblems() {
        ModelsFacade facade = facade(fallback("chutes/vendor/Old"));
        facade.catalogs();

        assertThat(facade.selectionProblems()).isEmpty();
    }

    @Test
    void aConversationStaysWithItsCredential() {
        ModelsFacade facade = facade();
        ChatRequest inConversation =
                ChatRequest.builder().user("hi").conversation("talk").build();
        transport.failures.add(
                new QuotaExceededException("used up", clock.instant().plusSeconds(60), ErrorDetails.NONE));
        facade.stream(inConversation).result();
        clock.turn(Duration.ofSeconds(60));
        transport.sent.clear();

        facade.stream(inConversation).result();
        facade.stream(ChatRequest.of("hi")).result();

        assertThat(transport.tried())
                .containsExactly("zai-org/GLM-4.7-Flash fake-chutes:two", "zai-org/GLM-4.7-Flash fake-chutes:one");
    }

    private static List<String> profileIds(ModelsFacade facade) {
        return facade.providers().get(0).profiles().stream()
                .map(ProfileStatus::profileId)
                .toList();
    }

    private static SignInRequiredException refused() {
        return new SignInRequiredException(
                "credential-refused", "refused", ErrorDetails.NONE.withAnswer(401, null, null), null);
    }

    private static Setup fallback(String reference) {
        return new Setup().fallbacks(reference);
    }

    private ModelsFacade facade() {
        return facade(new Setup());
    }

    private ModelsFacade facade(Setup setup) {
        ModelsFacade facade = new ModelsFacade(setup.settings(), folder, later, new ManualLater(), clock);
        facade.addAuth(strategy, Map.of("model.provider", "chutes", "auth.mode", "api-key", "service.id", 1L));
        facade.addCatalog(catalog, Map.of("model.provider", "chutes", "catalog.source", "live", "service.id", 2L));
        facade.addTransport(transport, Map.of("model.provider", "chutes", "service.id", 3L));
        return facade;
    }
}
