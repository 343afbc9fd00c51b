package org.clawdbot.api.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The host's configuration file as the user wrote it: read it, learn what is wrong with it, change single values in it.
 *
 * <p>What is read is a snapshot taken when the host started, when the file was last seen to have changed, at the last
 * {@link #reload()} or the last {@link #update(List)}. Safe for use by several threads.
 */
@ProviderType
public interface HostConfiguration {

    /**
     * Returns where the configuration file is, or would be if it existed.
     *
     * @return the absolute path of the file
     */
    Path file();

    /**
     * Tells whether the file existed when the snapshot was taken. A missing file means that nothing is configured and is
     * no problem by itself.
     *
     * @return whether there is a file
     */
    boolean exists();

    /**
     * Returns what is wrong with the file, in the order of the file. As long as one problem is an error, no setting of
     * the file is handed to other bundles, and those of the last file without errors stay in use.
     *
     * @return the problems; empty if all is well
     */
    List<ConfigurationProblem> problems();

    /**
     * Returns a value exactly as it is written: <code>${VAR}</code> stays as it is, so that no secret leaks.
     *
     * @param path keys from the outside in; the number of an element selects it in an array; no key at all selects the
     *     whole file
     * @return a {@code String}, {@code Boolean}, {@code Number}, {@code List} or {@code Map}; empty if nothing is there,
     *     if it is {@code null}, or if the file is missing or cannot be parsed
     */
    Optional<Object> value(String... path);

    /**
     * Changes values in the file and hands the new settings to the other bundles. Comments, order, formatting and
     * <code>${VAR}</code> stay as they are; only the touched values change. The file is read anew first, so that an edit
     * made meanwhile is kept, and it is replaced as a whole: after a crash there is the old or the new one.
     *
     * @param changes the changes, applied in order, all or none
     * @throws ConfigurationException if the file cannot be parsed, if a change does not fit into it or would bring a new
     *     error into it, or if it cannot be written; the file is then as it was
     */
    void update(List<ConfigurationChange> changes);

    /** Reads the file again and hands its settings to the other bundles, unless there is an error in it. */
    void reload();
}
