package org.clawdbot.config.internal.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clawdbot.api.host.ConfigurationProblem;
import org.clawdbot.api.host.Environment;
import org.clawdbot.config.internal.json5.Json5Exception;
import org.clawdbot.config.internal.json5.Json5Node;
import org.clawdbot.config.internal.json5.Json5Parser;
import org.clawdbot.config.internal.json5.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a text says: as written, and as meant once variables are replaced and everything is checked.
 *
 * <p>This is a class and no record so that nothing shows the resolved values, which hold secrets, by accident.
 */
public final class Settings {

    private final @Nullable Object written;
    private final Map<String, Object> resolved;
    private final List<ConfigurationProblem> problems;
    private final FileEnvironment environment;

    private Settings(
            @Nullable Object written,
            Map<String, Object> resolved,
            List<ConfigurationProblem> problems,
            FileEnvironment environment) {
        this.written = written;
        this.resolved = resolved;
        this.problems = problems;
        this.environment = environment;
    }

    /** Returns the settings of a file that is not there. */
    public static Settings none(Environment process) {
        return new Settings(null, Map.of(), List.of(), FileEnvironment.withoutFile(process));
    }

    /** Returns the settings of a file that cannot even be parsed. */
    public static Settings unusable(ConfigurationProblem problem, Environment process) {
        return new Settings(null, Map.of(), List.of(problem), FileEnvironment.withoutFile(process));
    }

    /** Reads and checks a text. */
    public static Settings read(Path file, String text, Environment process) {
        Json5Node root;
        try {
            root = Json5Parser.parse(text);
        } catch (Json5Exception e) {
            Position place = e.position();
            return unusable(
                    new ConfigurationProblem(
                            ConfigurationProblem.Severity.ERROR,
                            file,
                            place.line(),
                            place.column(),
                            "",
                            String.valueOf(e.getMessage())),
                    process);
        }
        FileEnvironment environment = FileEnvironment.of(process, root);
        Findings findings = new Findings(file, text);
        Object resolved = new SettingsReader(text, environment, findings).read(root);
        return new Settings(root.toValue(), asMap(resolved), findings.inOrder(), environment);
    }

    public @Nullable Object written() {
        return written;
    }

    /** Returns the checked values, secrets included. Only what fits the schema is in it. */
    public Map<String, Object> resolved() {
        return resolved;
    }

    public List<ConfigurationProblem> problems() {
        return problems;
    }

    public boolean usable() {
        return problems.stream().noneMatch(ConfigurationProblem::isError);
    }

    public Environment environment() {
        return environment;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(@Nullable Object resolved) {
        return resolved instanceof Map ? (Map<String, Object>) resolved : Map.of();
    }
}
