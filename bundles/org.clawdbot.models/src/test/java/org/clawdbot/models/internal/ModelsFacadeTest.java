package org.clawdbot.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.clawdbot.api.chat.ChatEvent;
import java.util.ArrayList;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clawdbot.api.auth.ProfileStatus;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestRejectedException;
import org.clawdbot.api.error.SignInRequiredException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsFacadeTest {

    private static final Map<String, Object> CHUTES = Map.of("model.provider", "chutes", "service.id", 1L);

    private final FakeParts.Strategy strategy = new FakeParts.Strategy()
            .hold("chutes:one", "api-key", ProfileStatus.Source.PROFILE)
            .hold("chutes:two", "api-key", ProfileStatus.Source.PROFILE);
    private final FakeParts.Catalog catalog = new FakeParts.Catalog()
            .list("zai-org/GLM-4.7-Flash", false)
            .list("Qwen/Qwen3-32B-TEE", true)
            .list("vendor/Old", null);
    private final FakeParts.Transport transport = new FakeParts.Transport();

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
        facade(settings(Map.of("safe", "chutes/Qwen/Qwen3-32B-TEE"))).stream(
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
    @ValueSource(strings = {"nonsense", "chutes/", "/x"})
    void whatIsNeitherAliasNorReferenceIsSaidToBeSo(String name) {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> facade().resolve(name))
                .withMessageContaining("neither an alias nor a reference");
    }

    @Test
    void withoutAnyModelNamedItSaysHowToChooseOne() {
        FacadeSettings none =
                new FacadeSettings(new ModelSelection(null, List.of(), null, List.of(), Map.of()), Set.of(), Map.of());

        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> facade(none).stream(ChatRequest.of("hi")))
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
        FacadeSettings settings = new FacadeSettings(
                new ModelSelection(
                        "fast", List.of("chutes/vendor/Old"), null, List.of(), Map.of("fast", "chutes/vendor/Old")),
                Set.of(),
                Map.of());
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
        FacadeSettings settings = new FacadeSettings(
                new ModelSelection("chutes/zai-org/GLM-4.7-Flash", List.of(), "chutes/vendor/Old", List.of(), Map.of()),
                Set.of(),
                Map.of());
        ChatRequest request = ChatRequest.builder()
                .message(new ChatMessage.UserMessage(
                        List.of(new ContentPart.Image(URI.create("https://example.com/a.png")))))
                .build();

        facade(settings).stream(request).result();

        assertThat(transport.tried()).containsExactly("vendor/Old fake-chutes:one");
    }

    @Test
    void aCredentialOutOfQuotaGivesWayToTheNext() {
        transport.failures.add(new QuotaExceededException("used up", null, ErrorDetails.NONE));

        ChatResult result = facade().stream(ChatRequest.of("hi")).result();

        assertThat(transport.tried())
                .containsExactly("zai-org/GLM-4.7-Flash fake-chutes:one", "zai-org/GLM-4.7-Flash fake-chutes:two");
        assertThat(result.attempts()).extracting(Attempt::failure).containsExactly("quota", null);
    }

    @Test
    void aFullModelGivesWayToTheFallbackAndNotToAnotherCredential() {
        transport.failures.add(new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null));

        ChatResult result = facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(ChatRequest.of("hi"))
                .result();

        assertThat(transport.tried())
                .containsExactly("zai-org/GLM-4.7-Flash fake-chutes:one", "Qwen/Qwen3-32B-TEE fake-chutes:one");
        assertThat(result.attempts())
                .extracting(Attempt::model)
                .containsExactly("chutes/zai-org/GLM-4.7-Flash", "chutes/Qwen/Qwen3-32B-TEE");
    }

    @Test
    void aDefaultThatIsNoLongerListedGivesWayToTheFallback() {
        catalog.models.remove("zai-org/GLM-4.7-Flash");

        facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(ChatRequest.of("hi"))
                .result();

        assertThat(transport.tried()).containsExactly("Qwen/Qwen3-32B-TEE fake-chutes:one");
    }

    @Test
    void whenNothingAnswersTheFirstReasonIsTheOneReported() {
        ModelException first = new ModelUnavailableException("cold", "cold", ErrorDetails.NONE, null);
        transport.failures.add(first);
        transport.failures.add(new ProviderUnavailableException("server-error", "oops", ErrorDetails.NONE, null));

        assertThatExceptionOfType(ModelUnavailableException.class)
                .isThrownBy(() -> facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(ChatRequest.of("hi")))
                .isSameAs(first);
    }

    @Test
    void aRefusedRequestIsSentOnlyOnce() {
        transport.failures.add(new RequestRejectedException("invalid-request", "no", ErrorDetails.NONE, null));

        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> facade(fallback("chutes/Qwen/Qwen3-32B-TEE")).stream(ChatRequest.of("hi")));
        assertThat(transport.sent).hasSize(1);
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
        FacadeSettings settings = new FacadeSettings(
                new ModelSelection(
                        "chutes/Qwen/Qwen3-32B-TEE",
                        List.of("chutes/zai-org/GLM-4.7-Flash"),
                        null,
                        List.of(),
                        Map.of()),
                Set.of("chutes"),
                Map.of());
        transport.failures.add(new ModelUnavailableException("capacity", "full", ErrorDetails.NONE, null));
        ModelsFacade facade = facade(settings);

        assertThat(facade.catalogs()).singleElement().satisfies(list -> assertThat(list.models())
                .containsOnlyKeys("Qwen/Qwen3-32B-TEE"));
        assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> facade().stream(ChatRequest.of("hi")));
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
        ModelsFacade empty = new ModelsFacade(settings(Map.of()));
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
    void withoutAnyCredentialItAsksToSignIn() {
        strategy.held.clear();

        assertThatExceptionOfType(SignInRequiredException.class)
                .isThrownBy(() -> facade().stream(ChatRequest.of("hi")))
                .withMessageContaining("clawdbot onboard");
    }

    @Test
    void storedProfilesComeBeforeOthersAndTheConfiguredOrderBeforeAll() {
        strategy.held.clear();
        strategy.hold("chutes:environment", "api-key", ProfileStatus.Source.ENVIRONMENT)
                .hold("chutes:key", "api-key", ProfileStatus.Source.PROFILE)
                .hold("chutes:me", "oauth", ProfileStatus.Source.PROFILE);

        assertThat(profileIds(facade())).containsExactly("chutes:me", "chutes:key", "chutes:environment");
        FacadeSettings ordered = new FacadeSettings(
                settings(Map.of()).selection(), Set.of(), Map.of("chutes", List.of("chutes:environment")));
        assertThat(profileIds(facade(ordered))).containsExactly("chutes:environment", "chutes:me", "chutes:key");
    }

    @Test
    void aReplacedCatalogLeavesNoGap() {
        ModelsFacade facade = facade();
        facade.catalogs();

        facade.removeCatalog(catalog);

        assertThat(facade().stream(ChatRequest.of("hi")).result().text()).isEqualTo("Hello");
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

    private static List<String> profileIds(ModelsFacade facade) {
        return facade.providers().get(0).profiles().stream()
                .map(ProfileStatus::profileId)
                .toList();
    }

    private static SignInRequiredException refused() {
        return new SignInRequiredException(
                "credential-refused", "refused", ErrorDetails.NONE.withAnswer(401, null, null), null);
    }

    private static FacadeSettings settings(Map<String, String> aliases) {
        return new FacadeSettings(
                new ModelSelection("chutes/zai-org/GLM-4.7-Flash", List.of(), null, List.of(), aliases),
                Set.of(),
                Map.of());
    }

    private static FacadeSettings fallback(String reference) {
        return new FacadeSettings(
                new ModelSelection("chutes/zai-org/GLM-4.7-Flash", List.of(reference), null, List.of(), Map.of()),
                Set.of(),
                Map.of());
    }

    private ModelsFacade facade() {
        return facade(settings(Map.of()));
    }

    private ModelsFacade facade(FacadeSettings settings) {
        ModelsFacade facade = new ModelsFacade(settings);
        facade.addAuth(strategy, Map.of("model.provider", "chutes", "auth.mode", "api-key", "service.id", 1L));
        facade.addCatalog(catalog, Map.of("model.provider", "chutes", "catalog.source", "live", "service.id", 2L));
        facade.addTransport(transport, Map.of("model.provider", "chutes", "service.id", 3L));
        return facade;
    }
}
