package org.clawdbot.config.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.clawdbot.api.host.ConfigurationChange;
import org.clawdbot.api.host.ConfigurationException;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.Environment;
import org.clawdbot.api.host.HostConfiguration;
import org.clawdbot.api.host.StateFolder;
import org.clawdbot.config.internal.json5.Json5Editor;
import org.clawdbot.config.internal.json5.Json5Exception;
import org.clawdbot.config.internal.schema.Settings;
import org.clawdbot.config.internal.schema.Shorthands;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Reads the configuration file when it is activated, hands its settings to ConfigAdmin before anyone asks, and does so
 * again when the file has changed. While the file has errors, what was good last stays in use.
 */
@Component(
        name = "org.clawdbot.config",
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        service = {HostConfiguration.class, Environment.class})
public final class HostConfigurationFile implements HostConfiguration, Environment {

    private static final Logger LOG = System.getLogger("org.clawdbot.config");
    private static final String EMPTY_FILE = "{}\n";
    private static final String DOT_ENV = ".env";

    private final ConfigurationFile file;
    private final Supplier<Environment> variables;
    private final ConfigAdminPublisher publisher;
    private final FileWatch watch;
    private final Object publishing = new Object();
    private volatile Snapshot snapshot;

    /** What {@link #get} answers from: the file as it was last without errors. */
    private volatile Settings inUse;

    private boolean everUsable;

    /** What was in the file at one moment. */
    private record Snapshot(boolean exists, Settings settings) {}

    /** Finds the file by the environment and the state folder of this process. */
    @Activate
    public HostConfigurationFile(@Reference(name = "configurationAdmin") ConfigurationAdmin configurationAdmin) {
        this(
                configurationAdmin,
                Environment.ofProcess(),
                StateFolder.ofProcess(),
                Path.of("").toAbsolutePath());
    }

    HostConfigurationFile(
            ConfigurationAdmin configurationAdmin, Environment process, StateFolder state, Path workingFolder) {
        List<Path> dotEnv = List.of(workingFolder.resolve(DOT_ENV), state.resolve(DOT_ENV));
        this.variables = () -> DotEnvironment.read(process, dotEnv);
        this.file = new ConfigurationFile(process.get("CLAWDBOT_CONFIG_PATH")
                .map(HostConfigurationFile::inHome)
                .orElseGet(() -> state.resolve("clawdbot.json")));
        this.publisher = new ConfigAdminPublisher(configurationAdmin);
        this.watch = new FileWatch(file.path(), this::reload);
        this.snapshot = new Snapshot(false, Settings.none(process));
        this.inUse = snapshot.settings();
    }

    @Activate
    void activate() {
        reload();
        watch.start();
    }

    @Deactivate
    void deactivate() {
        watch.close();
    }

    @Override
    public void reload() {
        synchronized (publishing) {
            watch.reading();
            Snapshot read = readFile();
            snapshot = read;
            for (ConfigurationProblem problem : read.settings().problems()) {
                LOG.log(problem.isError() ? Level.ERROR : Level.WARNING, problem::toString);
            }
            if (read.settings().usable() || !everUsable) {
                inUse = read.settings();
            }
            if (read.settings().usable()) {
                everUsable = true;
                Map<String, Map<String, Object>> pids =
                        PidSettings.of(read.settings().resolved(), file.folder());
                publisher.publish(file.path(), pids);
                LOG.log(
                        Level.INFO,
                        "Settings of {0}: {1}",
                        file.path(),
                        read.exists() ? pids.keySet() : "no such file");
            } else {
                LOG.log(
                        Level.ERROR,
                        "{0} has errors, so {1}",
                        file.path(),
                        everUsable ? "what it said before stays in use" : "none of its settings is used");
            }
        }
    }

    @Override
    public Path file() {
        return file.path();
    }

    @Override
    public boolean exists() {
        return snapshot.exists();
    }

    @Override
    public List<ConfigurationProblem> problems() {
        return snapshot.settings().problems();
    }

    @Override
    public Optional<Object> value(String... path) {
        return Optional.ofNullable(find(snapshot.settings().written(), List.of(path)));
    }

    @Override
    public Optional<String> get(String name) {
        return inUse.environment().get(name);
    }

    @Override
    public void update(List<ConfigurationChange> changes) {
        file.change(before -> edit(before, changes));
        reload();
    }

    private String edit(@Nullable String before, List<ConfigurationChange> changes) {
        Settings old = before == null ? Settings.none(variables.get()) : read(before);
        if (before != null && old.written() == null) {
            throw new ConfigurationException("Nothing was written, because the file cannot be read.", old.problems());
        }
        String after = before == null ? EMPTY_FILE : before;
        for (ConfigurationChange change : changes) {
            after = edit(after, change);
        }
        Settings changed = read(after);
        List<ConfigurationProblem> added = newErrors(old, changed);
        if (!added.isEmpty()) {
            throw new ConfigurationException("Nothing was written, because the file would not be valid.", added);
        }
        changes.forEach(change -> checkEffect(change, changed));
        return after;
    }

    /** An included file may say more about the same key, and then a change of the file alone would not do. */
    private static void checkEffect(ConfigurationChange change, Settings changed) {
        if (!Objects.equals(find(changed.own(), change.path()), find(changed.written(), change.path()))) {
            throw new ConfigurationException(
                    "Nothing was written, because " + String.join(".", change.path())
                            + " is also set in a file that is included; change it there: "
                            + String.join(
                                    ", ",
                                    changed.files().stream()
                                            .skip(1)
                                            .map(Path::toString)
                                            .toList()),
                    List.of());
        }
    }

    private Settings read(String text) {
        return Settings.read(file.path(), text, variables.get(), included -> new ConfigurationFile(included).read());
    }

    private String edit(String text, ConfigurationChange change) {
        Object value = change.value();
        try {
            return value == null
                    ? Json5Editor.remove(text, change.path())
                    : Json5Editor.set(Shorthands.expand(text, change.path()), change.path(), value);
        } catch (Json5Exception e) {
            throw new ConfigurationException(
                    "Nothing was written, because a change does not fit into the file.",
                    List.of(new ConfigurationProblem(
                            ConfigurationProblem.Severity.ERROR,
                            file.path(),
                            e.position().line(),
                            e.position().column(),
                            String.join(".", change.path()),
                            String.valueOf(e.getMessage()))));
        }
    }

    /** Returns the errors that were not there before, wherever they have moved. */
    private static List<ConfigurationProblem> newErrors(Settings before, Settings after) {
        List<String> known = new ArrayList<>();
        before.problems().forEach(problem -> known.add(problem.path() + '\n' + problem.message()));
        return after.problems().stream()
                .filter(ConfigurationProblem::isError)
                .filter(problem -> !known.contains(problem.path() + '\n' + problem.message()))
                .toList();
    }

    private Snapshot readFile() {
        try {
            return file.read()
                    .map(text -> new Snapshot(true, read(text)))
                    .orElseGet(() -> new Snapshot(false, Settings.none(variables.get())));
        } catch (ConfigurationException e) {
            return new Snapshot(true, Settings.unusable(e.problems().get(0), variables.get()));
        }
    }

    private static @Nullable Object find(@Nullable Object value, List<String> path) {
        Object found = value;
        for (String key : path) {
            found = child(found, key);
        }
        return found;
    }

    private static @Nullable Object child(@Nullable Object parent, String key) {
        if (parent instanceof Map<?, ?> map) {
            return map.get(key);
        }
        boolean index = parent instanceof List && key.matches("[0-9]{1,9}");
        return index && parent instanceof List<?> list && Integer.parseInt(key) < list.size()
                ? list.get(Integer.parseInt(key))
                : null;
    }

    private static Path inHome(String path) {
        return Path.of(path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path)
                .toAbsolutePath()
                .normalize();
    }
}
