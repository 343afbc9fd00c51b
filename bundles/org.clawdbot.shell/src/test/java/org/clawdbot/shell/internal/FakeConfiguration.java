package org.clawdbot.shell.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clawdbot.api.host.ConfigurationChange;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.HostConfiguration;

/** A configuration file in memory. */
public final class FakeConfiguration implements HostConfiguration {

    public final Map<String, Object> content = new LinkedHashMap<>();
    public final List<ConfigurationProblem> problems = new ArrayList<>();
    public int updates;
    public int reloads;
    public Path file = Path.of("state", "clawdbot.json");

    public FakeConfiguration with(Object value, String... path) {
        apply(new ConfigurationChange(List.of(path), value));
        return this;
    }

    public FakeConfiguration problem(ConfigurationProblem.Severity severity, String message) {
        problems.add(new ConfigurationProblem(severity, file(), 3, 7, "models.providers", message));
        return this;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    @Override
    public Optional<Object> value(String... path) {
        Object value = content;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    @Override
    public void update(List<ConfigurationChange> changes) {
        updates++;
        changes.forEach(this::apply);
    }

    @SuppressWarnings("unchecked")
    private void apply(ConfigurationChange change) {
        Map<String, Object> map = content;
        List<String> parents = change.path().subList(0, change.path().size() - 1);
        for (String key : parents) {
            Object next = map.get(key);
            Map<String, Object> child = new LinkedHashMap<>();
            if (next != null) {
                child.putAll((Map<String, Object>) next);
            }
            map.put(key, child);
            map = child;
        }
        String last = change.path().get(change.path().size() - 1);
        if (change.value() == null) {
            map.remove(last);
        } else {
            map.put(last, change.value());
        }
    }

    @Override
    public void reload() {
        reloads++;
        content.clear();
        problems.clear();
    }
}
