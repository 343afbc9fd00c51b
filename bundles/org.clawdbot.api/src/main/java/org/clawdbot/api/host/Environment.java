package org.clawdbot.api.host;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Looks up environment variables the way the user set them: in the process, or in the {@code env} block of the
 * configuration file. Safe for use by several threads.
 */
@ProviderType
public interface Environment {

    /**
     * Returns the value of a variable without surrounding white space. The process environment wins; a variable that is
     * blank there counts as not set, and then {@code env.NAME} and {@code env.vars.NAME} of the configuration file are
     * tried.
     *
     * @param name name of the variable, for example {@code CHUTES_API_KEY}
     * @return the value, never blank; empty if the variable is set nowhere
     */
    Optional<String> get(String name);

    /**
     * Returns an environment that knows only the variables of this process and no configuration file.
     *
     * @return a view of the process environment
     */
    static Environment ofProcess() {
        return name ->
                Optional.ofNullable(System.getenv(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
