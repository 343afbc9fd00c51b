package org.clawdbot.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.clawdbot.shell.internal.cli.CommandFailure;

/** What the host has at this moment; any of it may come and go. */
public interface Parts {

    /**
     * One way to sign in, with what its service properties say.
     *
     * @param provider the provider it serves
     * @param mode how it authenticates
     * @param service the strategy
     */
    record Strategy(String provider, String mode, AuthStrategy service) {}

    /** Gives the façade, if it is there. */
    Optional<ChatModels> models();

    /** Gives the agent, if it is there. */
    Optional<Agent> agent();

    /** Gives the conversations that are kept, if the part that keeps them is there. */
    Optional<Sessions> sessions();

    /** Gives the configuration file, if the part that reads it is there. */
    Optional<HostConfiguration> configuration();

    /** Gives the environment: that of the process where the host has no better one. */
    Environment environment();

    /** Gives the credential store, if it is there. */
    Optional<CredentialStore> credentials();

    /** Gives what knows the usage, if it is there. */
    Optional<UsageLedger> usage();

    /** Gives the ways to sign in, best first. */
    List<Strategy> strategies();

    /** Gives what knows the accounts of each provider, by provider. */
    Map<String, AccountService> accounts();

    /** Gives the best way to sign in to a provider by a mode, if it is there; one that may still come is waited for. */
    default Optional<Strategy> strategy(String provider, String mode) {
        return strategies().stream()
                .filter(strategy ->
                        strategy.provider().equals(provider) && strategy.mode().equals(mode))
                .findFirst();
    }

    /** Gives the checks that other parts of the host bring to {@code doctor}. */
    default List<SelfCheck> checks() {
        return List.of();
    }

    /** Gives the names of the tools, once the wanted ones are among them or no more are to be expected. */
    List<String> tools(List<String> wanted);

    /** Gives the façade or fails, saying what is missing. */
    default ChatModels requireModels() {
        return models().orElseThrow(() -> missing("ChatModels", "org.clawdbot.models"));
    }

    /** Gives the agent or fails, saying what is missing: the façade rather than what is gone because of it. */
    default Agent requireAgent() {
        Optional<Agent> agent = agent();
        if (agent.isEmpty()) {
            requireModels();
        }
        return agent.orElseThrow(() -> missing("Agent", "org.clawdbot.agent"));
    }

    /** Gives the conversations that are kept or fails, saying what is missing: the agent rather than them. */
    default Sessions requireSessions() {
        Optional<Sessions> sessions = sessions();
        if (sessions.isEmpty()) {
            requireAgent();
        }
        return sessions.orElseThrow(() -> missing("Sessions", "org.clawdbot.sessions.file"));
    }

    /** Gives the configuration file or fails, saying what is missing. */
    default HostConfiguration requireConfiguration() {
        return configuration().orElseThrow(() -> missing("HostConfiguration", "org.clawdbot.config"));
    }

    /** Gives the credential store or fails, saying what is missing. */
    default CredentialStore requireCredentials() {
        return credentials().orElseThrow(() -> missing("CredentialStore", "org.clawdbot.credentials.file"));
    }

    /** Gives what knows the usage or fails, saying what is missing. */
    default UsageLedger requireUsage() {
        return usage().orElseThrow(() -> missing("UsageLedger", "org.clawdbot.models"));
    }

    /** Says that a part is missing. */
    static CommandFailure missing(String service, String bundle) {
        return CommandFailure.failed(
                "missing-part",
                "The service " + service + " is missing; the bundle " + bundle + " provides it",
                "Install and start that bundle, then try again");
    }
}
