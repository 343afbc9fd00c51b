package org.clawdbot.shell.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clawdbot.api.account.AccountService;
import org.clawdbot.api.agent.Agent;
import org.clawdbot.api.agent.Sessions;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.usage.UsageLedger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The parts that are there now. Just after the start of the host a part that is not there may simply not have come yet,
 * so it is waited for a moment; later its absence is said at once.
 *
 * <p>A part is made when a command first asks for it: the parts behind the façade and the agent take longer to make than
 * most commands themselves.
 */
@Component(name = LiveParts.PID, service = Parts.class)
public final class LiveParts implements Parts {

    static final String PID = "org.clawdbot.shell";

    private static final System.Logger LOG = System.getLogger(LiveParts.class.getName());
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 10;

    private static final String MODELS = "models";
    private static final String AGENT = "agent";
    private static final String SESSIONS = "sessions";
    private static final String CONFIGURATION = "configuration";
    private static final String ENVIRONMENT = "environment";
    private static final String CREDENTIALS = "credentials";
    private static final String USAGE = "usage";
    private static final String AUTH = "auth";
    private static final String ACCOUNT = "account";
    private static final String TOOLS = "tools";
    private static final String CHECKS = "checks";

    /** Gives the service behind a reference by name, made now if it was not yet, as {@link ComponentContext} does. */
    interface Locator {
        <T> @Nullable T locate(String name, ServiceReference<T> reference);
    }

    @Reference(
            name = MODELS,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<ChatModels> models;

    @Reference(
            name = AGENT,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<Agent> agent;

    @Reference(
            name = SESSIONS,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<Sessions> sessions;

    @Reference(
            name = CONFIGURATION,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<HostConfiguration> configuration;

    @Reference(
            name = ENVIRONMENT,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<Environment> environment;

    @Reference(
            name = CREDENTIALS,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<CredentialStore> credentials;

    @Reference(
            name = USAGE,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ServiceReference<UsageLedger> usage;

    @Reference(
            name = AUTH,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ServiceReference<AuthStrategy>> strategies = List.of();

    @Reference(
            name = ACCOUNT,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ServiceReference<AccountService>> accounts = List.of();

    @Reference(
            name = TOOLS,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ServiceReference<AgentTool>> tools = List.of();

    @Reference(
            name = CHECKS,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ServiceReference<SelfCheck>> checks = List.of();

    private final Locator locator;
    private final long settled;

    /**
     * Looks for parts from now on.
     *
     * @param context gives the services that are bound
     */
    @Activate
    public LiveParts(ComponentContext context) {
        this(context::locateService, SETTLING);
    }

    LiveParts(Locator locator, Duration settling) {
        this.locator = locator;
        this.settled = System.nanoTime() + settling.toNanos();
    }

    @Override
    public Optional<ChatModels> models() {
        return await(() -> located(MODELS, models).filter(LiveParts::complete)).or(() -> located(MODELS, models));
    }

    @Override
    public Optional<Agent> agent() {
        models();
        return await(() -> located(AGENT, agent));
    }

    @Override
    public Optional<Sessions> sessions() {
        return await(() -> located(SESSIONS, sessions));
    }

    @Override
    public Optional<HostConfiguration> configuration() {
        return await(() -> located(CONFIGURATION, configuration));
    }

    @Override
    public Environment environment() {
        return located(ENVIRONMENT, environment).orElseGet(Environment::ofProcess);
    }

    @Override
    public Optional<CredentialStore> credentials() {
        return await(() -> located(CREDENTIALS, credentials));
    }

    @Override
    public Optional<UsageLedger> usage() {
        return await(() -> located(USAGE, usage));
    }

    @Override
    public List<Strategy> strategies() {
        return await(() -> Optional.of(all(strategies, this::strategy)).filter(list -> !list.isEmpty()))
                .orElse(List.of());
    }

    @Override
    public Map<String, AccountService> accounts() {
        return await(() -> Optional.of(accountsByProvider()).filter(found -> !found.isEmpty()))
                .orElse(Map.of());
    }

    @Override
    public Optional<Strategy> strategy(String provider, String mode) {
        return await(() -> Parts.super.strategy(provider, mode));
    }

    @Override
    public List<SelfCheck> checks() {
        models(); // once the façade is whole, so is what comes with it
        return all(checks, reference -> located(CHECKS, reference));
    }

    @Override
    public List<String> tools(List<String> wanted) {
        return await(() -> Optional.of(toolNames()).filter(names -> names.containsAll(wanted)))
                .orElseGet(this::toolNames);
    }

    private Optional<Strategy> strategy(ServiceReference<AuthStrategy> reference) {
        return located(AUTH, reference)
                .map(service -> new Strategy(
                        property(reference, ModelProvider.PROPERTY), property(reference, AuthMode.PROPERTY), service));
    }

    private Map<String, AccountService> accountsByProvider() {
        Map<String, AccountService> found = new LinkedHashMap<>();
        for (ServiceReference<AccountService> reference : bestFirst(accounts)) {
            located(ACCOUNT, reference)
                    .ifPresent(service -> found.putIfAbsent(property(reference, ModelProvider.PROPERTY), service));
        }
        return found;
    }

    private List<String> toolNames() {
        SortedSet<String> names = new TreeSet<>();
        for (AgentTool tool : all(tools, reference -> located(TOOLS, reference))) {
            try {
                names.add(tool.definition().name());
            } catch (RuntimeException failure) {
                LOG.log(Level.DEBUG, "A tool cannot describe itself", failure);
            }
        }
        return List.copyOf(names);
    }

    private <T> Optional<T> located(String name, @Nullable ServiceReference<T> reference) {
        return Optional.ofNullable(reference).map(present -> locator.locate(name, present));
    }

    private static <T, R> List<R> all(
            List<ServiceReference<T>> references, Function<ServiceReference<T>, Optional<R>> look) {
        return bestFirst(references).stream()
                .map(look)
                .flatMap(Optional::stream)
                .toList();
    }

    private static <T> List<ServiceReference<T>> bestFirst(List<ServiceReference<T>> references) {
        return references.stream().sorted(Comparator.reverseOrder()).toList();
    }

    private static String property(ServiceReference<?> reference, String name) {
        return String.valueOf(reference.getProperty(name));
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
