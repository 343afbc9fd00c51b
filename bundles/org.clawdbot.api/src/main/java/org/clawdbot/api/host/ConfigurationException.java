package org.clawdbot.api.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says that the host's configuration file could not be used or changed. Its message can be shown as it is. */
public class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigurationProblem> problems;

    /**
     * Creates an exception with the problems that led to it.
     *
     * @param message what could not be done
     * @param problems why, place by place; their text is added to the message
     */
    public ConfigurationException(String message, List<ConfigurationProblem> problems) {
        super(withProblems(message, problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Creates an exception without a place in the file.
     *
     * @param message what could not be done and why
     * @param cause the underlying failure, or {@code null}
     */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problems = List.of();
    }

    /**
     * Returns the problems that led to this exception.
     *
     * @return the problems; empty if the failure has no place in the file
     */
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    private static String withProblems(String message, List<ConfigurationProblem> problems) {
        StringBuilder text = new StringBuilder(message);
        problems.forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }
}
