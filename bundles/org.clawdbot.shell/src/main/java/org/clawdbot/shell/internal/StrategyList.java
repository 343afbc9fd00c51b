package org.clawdbot.shell.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.clawdbot.api.auth.AuthStrategy;
import org.clawdbot.api.provider.AuthMode;
import org.clawdbot.api.provider.ModelProvider;
import org.clawdbot.shell.internal.Parts.Strategy;

/** The ways to sign in that are registered now. */
final class StrategyList {

    private record Registered(Strategy strategy, int ranking) {}

    private final List<Registered> registered = new CopyOnWriteArrayList<>();

    void add(AuthStrategy service, Map<String, Object> properties) {
        String provider = String.valueOf(properties.get(ModelProvider.PROPERTY));
        String mode = String.valueOf(properties.get(AuthMode.PROPERTY));
        int ranking = properties.get("service.ranking") instanceof Integer number ? number : 0;
        registered.add(new Registered(new Strategy(provider, mode, service), ranking));
    }

    void remove(AuthStrategy service) {
        registered.removeIf(entry -> entry.strategy().service() == service);
    }

    List<Strategy> list() {
        return registered.stream()
                .sorted(Comparator.comparingInt(Registered::ranking).reversed())
                .map(Registered::strategy)
                .toList();
    }
}
