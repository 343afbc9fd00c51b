package org.clawdbot.api.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the host keeps what must survive a restart: configuration, credentials, the last good catalog.
 * Folders are made for the owner only, and files are replaced so that a crash never leaves half of one. Immutable.
 */
public final class StateFolder {

    /** System property that names the folder; the launcher sets it from {@code --state-dir}. */
    public static final String PROPERTY = "clawdbot.state.dir";

    /** Environment variable that names the folder when the system property is not set. */
    public static final String VARIABLE = "CLAWDBOT_STATE_DIR";

    private final Path path;

    private StateFolder(Path path) {
        this.path = path;
    }

    /**
     * Finds the folder: the system property {@value #PROPERTY}, else the variable {@value #VARIABLE}, else
     * {@code .clawdbot} in the user's home. Blank counts as not set, a leading {@code ~} means the home. Nothing is
     * created.
     *
     * @param properties looks up a system property, {@code null} if it is not set
     * @param variables looks up an environment variable, {@code null} if it is not set
     * @return the folder
     * @throws IllegalStateException if the home is needed and the JVM does not know it
     */
    public static StateFolder locate(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
        String named = firstSet(properties.apply(PROPERTY), variables.apply(VARIABLE));
        return new StateFolder(expand(named == null ? "~/.clawdbot" : named, properties));
    }

    /**
     * Finds the folder of this process by its system properties and environment.
     *
     * @return the folder
     * @throws IllegalStateException if the home is needed and the JVM does not know it
     */
    public static StateFolder ofProcess() {
        return locate(System::getProperty, System::getenv);
    }

    /**
     * Returns where the folder is, whether or not it exists yet.
     *
     * @return the absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Returns the path of something inside the folder. Nothing is created.
     *
     * @param relative path below the folder, like {@code catalog/chutes.json}; empty for the folder itself
     * @return the absolute path
     * @throws IllegalArgumentException if the path leads out of the folder
     */
    public Path resolve(String relative) {
        Path resolved = path.resolve(relative).normalize();
        if (!resolved.startsWith(path)) {
            throw new IllegalArgumentException("'" + relative + "' leads out of the state folder");
        }
        return resolved;
    }

    /**
     * Makes sure that a folder exists inside this one. What is missing, this folder included, is created for the owner
     * only (0700 where the file system has POSIX permissions); what exists stays as it is.
     *
     * @param relative path below the folder; empty for the folder itself
     * @return the absolute path of the folder
     * @throws IOException if it cannot be created, or if something else has its name
     */
    public Path createFolder(String relative) throws IOException {
        Path folder = resolve(relative);
        createFolders(folder);
        return folder;
    }

    /**
     * Makes sure that a folder exists anywhere. It and its missing parents are created for the owner only (0700 where the
     * file system has POSIX permissions); what exists stays as it is.
     *
     * @param folder the folder
     * @throws IOException if it cannot be created, or if something else has its name
     */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(folder, permissions(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /**
     * Replaces a file as a whole; what is too large for that goes through {@link FileReplacement}. The content goes to a
     * temporary file in the same folder that only the owner can read from its first moment (0600), is forced to the disk and
     * renamed over the target: a crash or kill at any moment leaves either the old or the new file. A symbolic link is
     * followed, so the link stays. Missing folders are created for the owner only. Temporary files that earlier crashes left
     * behind are removed when they are some minutes old.
     *
     * @param target the file to replace or create
     * @param content the whole new content
     * @throws IOException if it cannot be written; the old file is then untouched
     */
    public static void replaceFile(Path target, byte[] content) throws IOException {
        try (FileReplacement replacement = FileReplacement.of(target)) {
            replacement.write(content, 0, content.length);
            replacement.commit();
        }
    }

    /** Returns the path, which holds no secret. */
    @Override
    public String toString() {
        return path.toString();
    }

    private static @Nullable String firstSet(@Nullable String first, @Nullable String second) {
        if (first != null && !first.isBlank()) {
            return first.strip();
        }
        return second != null && !second.isBlank() ? second.strip() : null;
    }

    private static Path expand(String name, Function<String, @Nullable String> properties) {
        if (!name.equals("~") && !name.startsWith("~/")) {
            return Path.of(name).toAbsolutePath().normalize();
        }
        String home = properties.apply("user.home");
        if (home == null || home.isBlank() || home.equals("?")) {
            throw new IllegalStateException("the home folder of the user is unknown; set " + VARIABLE);
        }
        return Path.of(home, name.substring(1)).toAbsolutePath().normalize();
    }

    /**
     * Gives the attributes with which to create a file that only its owner may read, from its first moment.
     *
     * @param file the file to create
     * @return 0600 where the file system has POSIX permissions, else nothing
     */
    public static FileAttribute<?>[] ownerOnly(Path file) {
        return permissions(file, "rw-------");
    }

    private static FileAttribute<?>[] permissions(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
