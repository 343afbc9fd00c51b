package org.clawdbot.config.internal.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final @Nullable Object own;
    private final @Nullable Object written;
    private final Map<String, Object> resolved;
    private final List<ConfigurationProblem> problems;
    private final FileEnvironment environment;
    private final List<Path> files;

    private Settings(
            @Nullable Object own,
            @Nullable Object written,
            Map<String, Object> resolved,
            List<ConfigurationProblem> problems,
            FileEnvironment environment,
            List<Path> files) {
        this.own = own;
        this.written = written;
        this.resolved = resolved;
        this.problems = problems;
        this.environment = environment;
        this.files = files;
    }

    /** Returns the settings of a file that is not there. */
    public static Settings none(Environment process) {
        return new Settings(null, null, Map.of(), List.of(), FileEnvironment.withoutFile(process), List.of());
    }

    /** Returns the settings of a file that cannot even be parsed. */
    public static Settings unusable(ConfigurationProblem problem, Environment process) {
        return new Settings(
                null, null, Map.of(), List.of(problem), FileEnvironment.withoutFile(process), List.of(problem.file()));
    }

    /** Reads the text of an included file. */
    @FunctionalInterface
    public interface Texts {

        /**
         * Reads a text.
         *
         * @return the text; empty if there is no such file
         * @throws org.clawdbot.api.host.ConfigurationException if there is a file and it cannot be read as text
         */
        Optional<String> read(Path file);
    }

    /** Reads and checks a text and all that it includes. */
    public static Settings read(Path file, String text, Environment process, Texts included) {
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
        SourceText source = new SourceText(file, text);
        Findings findings = new Findings(source);
        Json5Node whole = new Includes(file, source, findings, included).resolve(root);
        FileEnvironment environment = FileEnvironment.of(process, whole);
        Object resolved = new SettingsReader(source, environment, findings).read(whole);
        return new Settings(
                root.toValue(), whole.toValue(), asMap(resolved), findings.inOrder(), environment, source.files());
    }

    /** Returns what the file itself says, without what it includes. */
    public @Nullable Object own() {
        return own;
    }

    /** Returns what the file says together with all it includes. */
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

    /** Returns the file and all it includes, the file first. */
    public List<Path> files() {
        return files;
    }

    public Environment environment() {
        return environment;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(@Nullable Object resolved) {
        return resolved instanceof Map ? (Map<String, Object>) resolved : Map.of();
    }
}
