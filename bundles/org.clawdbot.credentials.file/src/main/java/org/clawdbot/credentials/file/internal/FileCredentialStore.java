package org.clawdbot.credentials.file.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.host.ProcessLock;
import org.clawdbot.api.host.StateFolder;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps profiles in one JSON file of the shape other hosts of this kind use; what it does not know, it keeps.
 *
 * <p>The file is replaced as a whole and synced, so that it is complete at every moment, and readable by its owner alone.
 * A file that cannot be understood is never overwritten: it is set aside under another name first.
 */
@Component(name = FileCredentialStore.PID)
@Designate(ocd = FileCredentialStore.Config.class)
public final class FileCredentialStore implements CredentialStore {

    /** The configuration PID. */
    public static final String PID = "org.clawdbot.credentials.file";

    private static final System.Logger LOG = System.getLogger(PID);
    private static final String DEFAULT_FILE = "agents/main/agent/auth-profiles.json";

    /** Where the profiles are kept. */
    @ObjectClassDefinition(
            name = "Clawdbot credentials in a file",
            description = "Keeps API keys and tokens in a file readable by its owner alone.")
    public @interface Config {

        /**
         * Names the file.
         *
         * @return a path, or empty for the usual place in the state folder
         */
        @AttributeDefinition(
                name = "File",
                description = "The file that holds the profiles; empty for "
                        + "agents/main/agent/auth-profiles.json in the state folder.")
        String file() default "";

        /**
         * Limits how long to wait while another process changes the file.
         *
         * @return seconds
         */
        @AttributeDefinition(
                name = "Lock timeout",
                description = "How long to wait while another process changes the file, in seconds.",
                min = "1")
        int lockSeconds() default 60;
    }

    private final Path file;
    private final ProfileDocument document;
    private final ProcessLock lock;
    private final Clock clock;
    private final LastRead lastRead;

    /**
     * Keeps profiles in the configured file.
     *
     * @param config the settings
     */
    @Activate
    public FileCredentialStore(Config config) {
        this(
                config.file() == null || config.file().isBlank()
                        ? StateFolder.ofProcess().resolve(DEFAULT_FILE)
                        : Path.of(config.file().strip()),
                Duration.ofSeconds(Math.max(1, config.lockSeconds())),
                Clock.systemUTC());
    }

    FileCredentialStore(Path file, Duration lockTimeout, Clock clock) {
        this.file = file.toAbsolutePath();
        this.document = new ProfileDocument();
        this.lock = new ProcessLock(this.file.resolveSibling(this.file.getFileName() + ".lock"), lockTimeout);
        this.clock = clock;
        this.lastRead = new LastRead(this.file, clock, () -> document.decode(load()));
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public Credentials read() {
        try {
            return lastRead.get();
        } catch (MalformedDocumentException e) {
            throw new CredentialStoreException(
                    file + " cannot be understood (" + e.getMessage()
                            + "); mend it, or sign in again, which sets it aside and starts a new one",
                    ErrorDetails.NONE,
                    e);
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    @Override
    public Credentials update(UnaryOperator<Credentials> change) {
        try {
            return lock.whileHeld(() -> changed(change));
        } catch (IOException e) {
            throw failed("change", e);
        }
    }

    private Credentials changed(UnaryOperator<Credentials> change) throws IOException {
        Stored stored = loadOrSetAside();
        Credentials after = change.apply(stored.credentials());
        if (!after.equals(stored.credentials())) {
            StateFolder.replaceFile(file, document.encode(stored.root(), stored.credentials(), after));
            lastRead.forget();
        }
        return after;
    }

    private ObjectNode load() throws IOException, MalformedDocumentException {
        if (!Files.exists(file)) {
            return document.empty();
        }
        FileAccess.makePrivate(file);
        return document.parse(Files.readAllBytes(file));
    }

    private Stored loadOrSetAside() throws IOException {
        try {
            ObjectNode root = load();
            return new Stored(root, document.decode(root));
        } catch (MalformedDocumentException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable-" + clock.millis());
            Files.move(file, aside);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be understood ({1}); it was set aside as {2}",
                    file,
                    e.getMessage(),
                    aside.getFileName());
            return new Stored(document.empty(), Credentials.EMPTY);
        }
    }

    private CredentialStoreException failed(String verb, @Nullable Throwable cause) {
        String reason = cause == null ? "" : " (" + cause + ")";
        return new CredentialStoreException(
                "Could not " + verb + " the profiles in " + file + reason + "; check that the folder is yours to write",
                ErrorDetails.NONE,
                cause);
    }

    /** The file's JSON, and what of it is understood. */
    private record Stored(ObjectNode root, Credentials credentials) {}
}
