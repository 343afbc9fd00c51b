package org.clawdbot.chutes.auth.oauth.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.CredentialStoreException;
import org.clawdbot.api.error.ErrorDetails;

/**
 * Notes on disk that a refresh token is about to be used up. It works once; whoever dies between the server's answer and
 * the write leaves the store with a token that is worth nothing, and the note to tell why.
 *
 * <p>To be used only while the credential store is locked.
 */
final class RefreshMarkers {

    private final Path folder;
    private final Clock clock;

    RefreshMarkers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Notes that the token is about to be used.
     *
     * @return when it was already used before, by somebody who never stored the answer
     */
    Optional<Instant> begin(String profileId, Secret refresh) {
        try {
            Optional<Instant> earlier = cutShort(profileId, refresh);
            if (earlier.isEmpty()) {
                Properties values = new Properties();
                values.setProperty("profile", profileId);
                values.setProperty("token", StateFile.fingerprint(refresh.reveal()));
                values.setProperty("begun", clock.instant().toString());
                StateFile.write(file(profileId), values);
            }
            return earlier;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Takes the note away: the outcome is known and stored. */
    void end(String profileId) {
        try {
            Files.deleteIfExists(file(profileId));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Optional<Instant> cutShort(String profileId, Secret refresh) throws IOException {
        String token = StateFile.fingerprint(refresh.reveal());
        return StateFile.read(file(profileId))
                .filter(values -> token.equals(values.getProperty("token")))
                .map(values -> instant(values.getProperty("begun", "")));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private Path file(String profileId) {
        return folder.resolve("refresh-" + StateFile.fingerprint(profileId) + ".properties");
    }

    private CredentialStoreException failed(IOException cause) {
        return new CredentialStoreException(
                "Could not note in " + folder
                        + " that tokens are being renewed; check that the folder is yours to write",
                ErrorDetails.ofProvider(OAuthAuthStrategy.PROVIDER),
                cause);
    }
}
