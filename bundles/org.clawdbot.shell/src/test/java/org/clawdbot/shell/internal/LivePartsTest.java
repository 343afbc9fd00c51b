package org.clawdbot.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.host.HostConfiguration;
import org.junit.jupiter.api.Test;

class LivePartsTest {

    private final LiveParts parts = settlingFor(Duration.ZERO);
    private final FakeTerminal terminal = FakeTerminal.none();

    private static LiveParts settlingFor(Duration time) {
        return new LiveParts(FakeReference::locate, time);
    }

    @Test
    void aCommandMakesOnlyThePartsItUses() {
        FakeReference<ChatModels> models = FakeReference.to(new FakeModels());
        FakeReference<Agent> agent = FakeReference.to(new FakeAgent());
        FakeReference<AuthStrategy> strategy = FakeReference.to(new FakeStrategy("api-key"));
        parts.models = models;
        parts.agent = agent;
        parts.configuration = FakeReference.<HostConfiguration>to(new FakeConfiguration());
        parts.strategies = List.of(strategy);

        assertThat(new Shell(parts).run(List.of("--help"), terminal)).isZero();
        assertThat(models.isMade()).isFalse();

        assertThat(new Shell(parts).run(List.of("models", "list"), terminal)).isZero();
        assertThat(models.isMade()).isTrue();
        assertThat(agent.isMade()).isFalse();
        assertThat(strategy.isMade()).isFalse();
    }

    @Test
    void usesThePartsThatAreThereNow() {
        parts.configuration = FakeReference.<HostConfiguration>to(new FakeConfiguration());
        parts.models = FakeReference.<ChatModels>to(new FakeModels());
        Shell shell = new Shell(parts);
        shell.run(List.of("models", "list", "--plain"), FakeTerminal.none());

        parts.models = FakeReference.<ChatModels>to(new FakeModels().sparse("a/b"));
        shell.run(List.of("models", "list", "--plain"), terminal);

        assertThat(terminal.printed()).isEqualToIgnoringNewLines("chutes/a/b");
    }

    @Test
    void saysThatAPartIsMissingWhichGoesAtThatMomentOrCannotBeMade() {
        parts.models = new FakeReference<>(() -> null, Map.of());

        assertThat(parts.models()).isEmpty();
        assertThat(new Shell(parts).run(List.of("models", "list"), terminal)).isEqualTo(1);
        assertThat(terminal.said()).contains("The service ChatModels is missing");
    }

    @Test
    void takesAFacadeThatCannotReadCredentialsForPresent() {
        FakeModels models = new FakeModels();
        models.credentialFailure = new CredentialStoreException("not JSON", ErrorDetails.NONE, null);
        LiveParts starting = settlingFor(Duration.ofMinutes(1));
        starting.models = FakeReference.<ChatModels>to(models);

        assertThat(starting.models()).contains(models);
    }

    @Test
    void prefersTheServiceWithTheHighestRanking() {
        AuthStrategy low = new FakeStrategy("api-key");
        AuthStrategy high = new FakeStrategy("api-key");
        Map<String, Object> properties = Map.of("model.provider", "chutes", "auth.mode", "api-key");
        Map<String, Object> ranked = Map.of("model.provider", "chutes", "auth.mode", "api-key", "service.ranking", 5);
        parts.strategies = List.of(new FakeReference<>(() -> low, properties), new FakeReference<>(() -> high, ranked));
        AccountService account = credential -> null;
        AccountService better = credential -> null;
        parts.accounts =
                List.of(new FakeReference<>(() -> account, properties), new FakeReference<>(() -> better, ranked));

        assertThat(parts.strategies())
                .containsExactly(
                        new Parts.Strategy("chutes", "api-key", high), new Parts.Strategy("chutes", "api-key", low));
        assertThat(parts.accounts()).isEqualTo(Map.of("chutes", better));
    }

    @Test
    void waitsAMomentForPartsAtTheStartOnly() {
        assertThat(parts.models()).isEmpty();
        assertThat(parts.strategies()).isEmpty();

        LiveParts starting = settlingFor(Duration.ofSeconds(30));
        Thread late = new Thread(() -> starting.models = FakeReference.<ChatModels>to(new FakeModels()));
        late.start();
        assertThat(starting.models()).isPresent();
    }
}
