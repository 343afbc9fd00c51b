package org.clawdbot.chutes.account.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.chutes.wire.Endpoint;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Checks that the servers of Chutes answer: name, connection, certificate, proxy, and what time they think it is. No
 * credential is sent.
 */
@Component(name = ReachabilityCheck.NAME, configurationPid = ChutesAccountService.PID)
public final class ReachabilityCheck implements SelfCheck {

    static final String NAME = "org.clawdbot.chutes.account.reachability";

    private final Supplier<OkHttpClient> http;
    private final List<Endpoint> endpoints;
    private final Clock clock;

    /**
     * Checks the configured addresses.
     *
     * @param config the settings, shared with the account service
     * @param http gives the shared HTTP client
     */
    @Activate
    public ReachabilityCheck(
            ChutesAccountService.Config config,
            @Reference(name = "http", policyOption = ReferencePolicyOption.GREEDY)
                    ComponentServiceObjects<OkHttpClient> http) {
        this(http::getService, endpoints(config), Clock.systemUTC());
    }

    ReachabilityCheck(Supplier<OkHttpClient> http, List<Endpoint> endpoints, Clock clock) {
        this.http = http;
        this.endpoints = List.copyOf(endpoints);
        this.clock = clock;
    }

    @Override
    public String topic() {
        return "network";
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Map<String, Probe> probes = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            try {
                probes.computeIfAbsent(endpoint.host(), host -> new Probe(http.get(), endpoint, clock));
            } catch (InvalidSettingException unusable) {
                findings.add(Finding.fail(String.valueOf(unusable.getMessage()), "Set " + unusable.setting()));
            }
        }
        List<CompletableFuture<List<Finding>>> answers =
                probes.values().stream().map(Probe::start).toList();
        try {
            for (CompletableFuture<List<Finding>> answer : answers) {
                findings.addAll(answer.get());
            }
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible.getCause());
        } finally {
            probes.values().forEach(Probe::cancel);
        }
        return findings;
    }

    private static List<Endpoint> endpoints(ChutesAccountService.Config config) {
        Endpoint inference = Endpoint.of(config.baseUrl(), Endpoint.INFERENCE, ChutesAccountService.PID + " baseUrl");
        List<Endpoint> endpoints = new ArrayList<>(List.of(inference));
        Endpoint.accountOf(config.accountUrl(), inference, ChutesAccountService.PID + " accountUrl")
                .ifPresent(endpoints::add);
        return endpoints;
    }
}
