package org.clawdbot.shell.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.api.tool.AgentTool;
import org.clawdbot.api.usage.UsageLedger;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandRunner;
import org.clawdbot.shell.internal.cli.Completion;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.command.Commands;
import org.clawdbot.shell.internal.terminal.Terminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Runs commands for both front ends. All its references are dynamic and optional, because a command line that says what
 * is missing is the last part that may be missing itself.
 */
@Component(name = Shell.PID, service = Shell.class)
public final class Shell {

    static final String PID = "org.clawdbot.shell";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final LiveParts parts = new LiveParts();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RunningCommands running = new RunningCommands();

    /** Creates the shell. */
    @Activate
    public Shell() {}

    @Reference(
            name = "models",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setModels(ChatModels service) {
        parts.models.set(service);
    }

    void unsetModels(ChatModels service) {
        parts.models.compareAndSet(service, null);
    }

    @Reference(
            name = "agent",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setAgent(Agent service) {
        parts.agent.set(service);
    }

    void unsetAgent(Agent service) {
        parts.agent.compareAndSet(service, null);
    }

    @Reference(
            name = "sessions",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setSessions(Sessions service) {
        parts.sessions.set(service);
    }

    void unsetSessions(Sessions service) {
        parts.sessions.compareAndSet(service, null);
    }

    @Reference(
            name = "configuration",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setConfiguration(HostConfiguration service) {
        parts.configuration.set(service);
    }

    void unsetConfiguration(HostConfiguration service) {
        parts.configuration.compareAndSet(service, null);
    }

    @Reference(
            name = "environment",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setEnvironment(Environment service) {
        parts.environment.set(service);
    }

    void unsetEnvironment(Environment service) {
        parts.environment.compareAndSet(service, null);
    }

    @Reference(
            name = "credentials",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setCredentials(CredentialStore service) {
        parts.credentials.set(service);
    }

    void unsetCredentials(CredentialStore service) {
        parts.credentials.compareAndSet(service, null);
    }

    @Reference(
            name = "usage",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setUsage(UsageLedger service) {
        parts.usage.set(service);
    }

    void unsetUsage(UsageLedger service) {
        parts.usage.compareAndSet(service, null);
    }

    @Reference(
            name = "auth",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addStrategy(AuthStrategy service, Map<String, Object> properties) {
        parts.strategies.add(service, properties);
    }

    void removeStrategy(AuthStrategy service) {
        parts.strategies.remove(service);
    }

    @Reference(
            name = "account",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAccount(AccountService service, Map<String, Object> properties) {
        parts.accounts.put(String.valueOf(properties.get(ModelProvider.PROPERTY)), service);
    }

    void removeAccount(AccountService service) {
        parts.accounts.values().remove(service);
    }

    @Reference(
            name = "tools",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTool(AgentTool service) {
        parts.tools.add(service);
    }

    void removeTool(AgentTool service) {
        parts.tools.remove(service);
    }

    @Reference(
            name = "checks",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addCheck(SelfCheck service) {
        parts.checks.add(service);
    }

    void removeCheck(SelfCheck service) {
        parts.checks.remove(service);
    }

    /** Interrupts what still runs and lets it clean up, so that the host can go down. */
    @Deactivate
    void stop() {
        stopped.countDown();
        running.interrupt(PATIENCE);
    }

    /** Runs one command and gives its exit code; never throws. */
    public int run(List<String> words, Terminal terminal) {
        boolean outermost = running.begin();
        try {
            int exitCode = new CommandRunner(Commands.TREE, context(terminal)).run(words);
            boolean cutShort = stopped.getCount() == 0 && exitCode == ExitCode.FAILED;
            return cutShort ? ExitCode.INTERRUPTED : exitCode;
        } finally {
            if (outermost) {
                running.end();
            }
        }
    }

    /** Gives what may stand in the place of the last word of a command line, each with a description. */
    public Map<String, String> complete(List<String> words, Terminal terminal) {
        return new Completion(Commands.TREE, context(terminal)).candidates(words);
    }

    private CommandContext context(Terminal terminal) {
        return new CommandContext(parts, terminal, Clock.systemUTC(), System::getProperty, stopped);
    }
}
