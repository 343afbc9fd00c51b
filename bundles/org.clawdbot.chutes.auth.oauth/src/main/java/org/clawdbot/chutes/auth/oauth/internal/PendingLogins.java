package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;

/**
 * Keeps sign-ins that wait for the browser, so that another process can finish them. Each has a file of its own, named
 * after its state without telling it.
 */
final class PendingLogins {

    /** Longer than the server keeps a page of consent or a code open. */
    static final Duration LIFE = Duration.ofMinutes(15);

    private static final String PREFIX = "pending-";

    private final Path folder;
    private final Clock clock;

    PendingLogins(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    void keep(LoginAttempt login) {
        Properties values = new Properties();
        values.setProperty("state", login.state().reveal());
        values.setProperty("verifier", login.verifier().reveal());
        values.setProperty("clientId", login.clientId());
        values.setProperty("redirectUri", login.redirectUri());
        values.setProperty("scopes", String.join(" ", login.scopes()));
        values.setProperty("begun", login.begun().toString());
        try {
            sweep();
            StateFile.write(file(login.state()), values);
        } catch (IOException e) {
            throw failed("kept", e);
        }
    }

    /** Finds the sign-in of that state, if it is not too old. */
    Optional<LoginAttempt> find(Secret state) {
        try {
            return StateFile.read(file(state)).flatMap(PendingLogins::login).filter(this::isFresh);
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    void forget(LoginAttempt login) {
        try {
            Files.deleteIfExists(file(login.state()));
        } catch (IOException e) {
            throw failed("deleted", e);
        }
    }

    private Path file(Secret state) {
        return folder.resolve(PREFIX + StateFile.fingerprint(state.reveal()) + ".properties");
    }

    private boolean isFresh(LoginAttempt login) {
        return clock.instant().isBefore(login.begun().plus(LIFE));
    }

    private static Optional<LoginAttempt> login(Properties values) {
        try {
            return Optional.of(new LoginAttempt(
                    Secret.of(values.getProperty("state", "")),
                    Secret.of(values.getProperty("verifier", "")),
                    values.getProperty("clientId", ""),
                    values.getProperty("redirectUri", ""),
                    List.of(values.getProperty("scopes", "").split(" ")),
                    Instant.parse(values.getProperty("begun", ""))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Nobody can finish them any more, and a verifier should not lie about. */
    private void sweep() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant before = clock.instant().minus(LIFE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                Optional<LoginAttempt> login = StateFile.read(file).flatMap(PendingLogins::login);
                if (login.map(LoginAttempt::begun).orElse(Instant.MIN).isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private CredentialStoreException failed(String verb, IOException cause) {
        return new CredentialStoreException(
                "The sign-in that waits for the browser could not be " + verb + " in " + folder
                        + "; check that the folder is yours to write",
                ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER),
                cause);
    }
}
