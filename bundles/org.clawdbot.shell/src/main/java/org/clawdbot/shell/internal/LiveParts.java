package org.clawdbot.shell.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.usage.UsageLedger;
import org.jspecify.annotations.Nullable;

/**
 * The parts that are there now. Just after the start of the host a part that is not there may simply not have come yet,
 * so it is waited for a moment; later its absence is said at once.
 */
final class LiveParts implements Parts {

    private static final System.Logger LOG = System.getLogger(LiveParts.class.getName());
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 10;

    final AtomicReference<@Nullable ChatModels> models = new AtomicReference<>();
    final AtomicReference<@Nullable Agent> agent = new AtomicReference<>();
    final AtomicReference<@Nullable Sessions> sessions = new AtomicReference<>();
    final AtomicReference<@Nullable HostConfiguration> configuration = new AtomicReference<>();
    final AtomicReference<@Nullable Environment> environment = new AtomicReference<>();
    final AtomicReference<@Nullable CredentialStore> credentials = new AtomicReference<>();
    final AtomicReference<@Nullable UsageLedger> usage = new AtomicReference<>();
    final StrategyList strategies = new StrategyList();
    final Map<String, AccountService> accounts = new ConcurrentHashMap<>();
    final List<AgentTool> tools = new CopyOnWriteArrayList<>();
    final List<SelfCheck> checks = new CopyOnWriteArrayList<>();

    private final long settled;

    LiveParts() {
        this(SETTLING);
    }

    LiveParts(Duration settling) {
        this.settled = System.nanoTime() + settling.toNanos();
    }

    @Override
    public Optional<ChatModels> models() {
        return await(() -> Optional.ofNullable(models.get()).filter(LiveParts::complete))
                .or(() -> Optional.ofNullable(models.get()));
    }

    @Override
    public Optional<Agent> agent() {
        models();
        return await(() -> Optional.ofNullable(agent.get()));
    }

    @Override
    public Optional<Sessions> sessions() {
        return await(() -> Optional.ofNullable(sessions.get()));
    }

    @Override
    public Optional<HostConfiguration> configuration() {
        return await(() -> Optional.ofNullable(configuration.get()));
    }

    @Override
    public Environment environment() {
        Environment present = environment.get();
        return present == null ? Environment.ofProcess() : present;
    }

    @Override
    public Optional<CredentialStore> credentials() {
        return await(() -> Optional.ofNullable(credentials.get()));
    }

    @Override
    public Optional<UsageLedger> usage() {
        return await(() -> Optional.ofNullable(usage.get()));
    }

    @Override
    public List<Strategy> strategies() {
        return await(() -> Optional.of(strategies.list()).filter(list -> !list.isEmpty()))
                .orElse(List.of());
    }

    @Override
    public Map<String, AccountService> accounts() {
        return await(() -> Optional.of(Map.copyOf(accounts)).filter(found -> !found.isEmpty()))
                .orElse(Map.of());
    }

    @Override
    public Optional<Strategy> strategy(String provider, String mode) {
        return await(() -> Parts.super.strategy(provider, mode));
    }

    @Override
    public List<SelfCheck> checks() {
        models(); // once the façade is whole, so is what comes with it
        return List.copyOf(checks);
    }

    @Override
    public List<String> tools(List<String> wanted) {
        return await(() -> Optional.of(toolNames()).filter(names -> names.containsAll(wanted)))
                .orElseGet(this::toolNames);
    }

    private List<String> toolNames() {
        SortedSet<String> names = new TreeSet<>();
        for (AgentTool tool : tools) {
            try {
                names.add(tool.definition().name());
            } catch (RuntimeException failure) {
                LOG.log(Level.DEBUG, "A tool cannot describe itself", failure);
            }
        }
        return List.copyOf(names);
    }

    private static boolean complete(ChatModels models) {
        try {
            return models.providers().stream()
                    .anyMatch(provider -> provider.transport()
                            && provider.catalogSource() != null
                            && !provider.authModes().isEmpty());
        } catch (ModelException unreadable) {
            // waiting would not mend it
            return true;
        }
    }

    private <T> Optional<T> await(Supplier<Optional<T>> look) {
        Optional<T> found = look.get();
        while (found.isEmpty() && System.nanoTime() - settled < 0) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = look.get();
        }
        return found;
    }
}
