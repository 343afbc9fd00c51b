package org.clawdbot.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.usage.UsageLedger;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandRunner;
import org.clawdbot.shell.internal.command.Commands;

/** A host of fakes, each of which can be taken out, that runs real commands. */
public final class FakeHost implements Parts {

    public static final Clock CLOCK = Clock.fixed(FakeModels.FETCHED.plusSeconds(120), ZoneOffset.UTC);

    public FakeModels models = new FakeModels();
    public FakeAgent agent = new FakeAgent();
    public FakeSessions sessions = new FakeSessions(() -> agent);
    public FakeConfiguration configuration = new FakeConfiguration();
    public FakeCredentials credentials = new FakeCredentials();
    public UsageLedger usage;
    public FakeStrategy apiKey = new FakeStrategy("api-key");
    public FakeTerminal terminal = FakeTerminal.none();
    public final Map<String, String> variables = new HashMap<>();
    public final Map<String, String> properties = new HashMap<>();
    public final List<Strategy> strategies = new ArrayList<>();
    public final Map<String, AccountService> accounts = new HashMap<>();
    public final List<SelfCheck> checks = new ArrayList<>();
    public final CountDownLatch stopped = new CountDownLatch(1);

    public FakeHost() {
        strategy("api-key", apiKey);
    }

    public FakeHost strategy(String mode, AuthStrategy strategy) {
        strategies.add(new Strategy("chutes", mode, strategy));
        return this;
    }

    public int run(String... words) {
        CommandContext context = new CommandContext(this, terminal, CLOCK, properties::get, stopped);
        return new CommandRunner(Commands.TREE, context).run(List.of(words));
    }

    /** Reads the one document on standard output. */
    public JsonNode document() {
        try {
            return new ObjectMapper().readTree(terminal.printed());
        } catch (IOException notJson) {
            throw new UncheckedIOException(terminal.printed(), notJson);
        }
    }

    @Override
    public Optional<ChatModels> models() {
        return Optional.ofNullable(models);
    }

    @Override
    public Optional<Agent> agent() {
        return Optional.ofNullable(agent);
    }

    @Override
    public Optional<Sessions> sessions() {
        return Optional.ofNullable(sessions);
    }

    @Override
    public Optional<HostConfiguration> configuration() {
        return Optional.ofNullable(configuration);
    }

    @Override
    public Environment environment() {
        return name -> Optional.ofNullable(variables.get(name));
    }

    @Override
    public Optional<CredentialStore> credentials() {
        return Optional.ofNullable(credentials);
    }

    @Override
    public Optional<UsageLedger> usage() {
        return Optional.ofNullable(usage);
    }

    @Override
    public Map<String, AccountService> accounts() {
        return accounts;
    }

    @Override
    public List<SelfCheck> checks() {
        return checks;
    }

    @Override
    public List<String> tools(List<String> wanted) {
        return List.of("a", "b");
    }

    @Override
    public List<Strategy> strategies() {
        return strategies;
    }
}
