package org.clawdbot.credentials.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.clawdbot.api.auth.Profile;
import org.clawdbot.api.auth.Secret;
import org.clawdbot.api.error.CredentialStoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreTest {

    private static final Profile KEY = new Profile.ApiKey("chutes:default", "chutes", Secret.of("fake-key"), null);
    private static final String OTHERS_FILE =
            """
            {
              "version": 1,
              "future": {"kept": true},
              "profiles": {
                "chutes:default": {"type": "api_key", "provider": "chutes", "key": "old-fake", "email": "alice", "note": 7},
                "chutes:odd": {"type": "passkey", "provider": "chutes"},
                "chutes:empty": {"type": "api_key", "provider": "chutes", "key": ""}
              },
              "usageStats": {"chutes:default": {"errorCount": 1, "mood": "fine"}}
            }
            """;

    @TempDir
    Path folder;

    private Path file;
    private FileCredentialStore store;

    @BeforeEach
    void openStore() {
        file = folder.resolve("agent/auth-profiles.json");
        store = new FileCredentialStore(
                file, Duration.ofMillis(200), Clock.fixed(Instant.ofEpochMilli(42), ZoneOffset.UTC));
    }

    @Test
    void writesTheShapeOtherHostsRead() throws IOException {
        store.update(before -> before.with(KEY));

        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        {
                          "version" : 1,
                          "profiles" : {
                            "chutes:default" : {
                              "provider" : "chutes",
                              "type" : "api_key",
                              "key" : "fake-key"
                            }
                          }
                        }
                        """);
    }

    @Test
    void readsAndKeepsWhatOtherHostsWrote() throws IOException {
        write(OTHERS_FILE);

        assertThat(store.read().profiles()).containsOnlyKeys("chutes:default");
        assertThat(store.read().profile("chutes:default"))
                .contains(new Profile.ApiKey("chutes:default", "chutes", Secret.of("old-fake"), "alice"));
        store.update(
                before -> before.with(new Profile.ApiKey("chutes:default", "chutes", Secret.of("new-fake"), "alice")));

        JsonNode written = new ObjectMapper().readTree(Files.readString(file));
        assertThat(written.at("/future/kept").asBoolean()).isTrue();
        assertThat(written.at("/profiles/chutes:default/key").asText()).isEqualTo("new-fake");
        assertThat(written.at("/profiles/chutes:default/note").asInt()).isEqualTo(7);
        assertThat(written.at("/profiles/chutes:default/email").asText()).isEqualTo("alice");
        assertThat(written.at("/profiles/chutes:odd/type").asText()).isEqualTo("passkey");
        assertThat(written.at("/usageStats/chutes:default/mood").asText()).isEqualTo("fine");
    }

    @Test
    void keepsWhenTokensWereRenewedAndForgetsItWithANewSignIn() throws IOException {
        Profile.OAuth signedIn = new Profile.OAuth(
                "chutes:alice",
                "chutes",
                Secret.of("fake-access"),
                null,
                Instant.ofEpochMilli(9),
                null,
                null,
                null,
                List.of());
        store.update(before -> before.with(new Profile.OAuth(
                "chutes:alice",
                "chutes",
                Secret.of("fake-access"),
                null,
                Instant.ofEpochMilli(9),
                null,
                null,
                null,
                List.of(),
                Instant.ofEpochMilli(7))));
        assertThat(new ObjectMapper()
                        .readTree(Files.readString(file))
                        .at("/profiles/chutes:alice/refreshedAt")
                        .asLong())
                .isEqualTo(7);

        store.update(before -> before.with(signedIn));

        assertThat(Files.readString(file)).doesNotContain("refreshedAt");
        assertThat(store.read().profile("chutes:alice")).contains(signedIn);
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        store.update(before -> before.with(KEY));

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.map(FileCredentialStoreTest::permissions)).containsOnly("rw-------");
        }
    }

    @Test
    void narrowsAFileThatWasOpenToOthers() throws IOException {
        write(OTHERS_FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        store.read();

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void readingAFileItCannotUnderstandSaysWhereAndChangesNothing() throws IOException {
        write("{\n  \"profiles\": {\"chutes:default\": oops}\n}");

        assertThatExceptionOfType(CredentialStoreException.class)
                .isThrownBy(store::read)
                .withMessageContaining(file.toString())
                .withMessageContaining("line 2")
                .withMessageNotContaining("oops");
        assertThat(Files.readString(file)).contains("oops");
    }

    @Test
    void changingAFileItCannotUnderstandSetsItAsideFirst() throws IOException {
        write("{ half");

        store.update(before -> before.with(KEY));

        assertThat(file.resolveSibling("auth-profiles.json.unreadable-42")).hasContent("{ half");
        assertThat(store.read().profiles()).containsOnlyKeys("chutes:default");
    }

    @Test
    void anUnchangedStoreIsNotWritten() {
        store.update(before -> before);

        assertThat(file).doesNotExist();
    }

    @Test
    void waitsOnlyForABoundedTimeForAnotherProcess() throws IOException {
        Files.createDirectories(file.getParent());
        Path lock = file.resolveSibling("auth-profiles.json.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();

            assertThatExceptionOfType(CredentialStoreException.class)
                    .isThrownBy(() -> store.update(before -> before.with(KEY)))
                    .withMessageContaining("another process");
        }
        assertThat(store.update(before -> before.with(KEY)).profiles()).hasSize(1);
    }

    @Test
    void aChangeWithinAChangeIsRefusedInsteadOfDeadlocking() {
        assertThatIllegalStateException()
                .isThrownBy(() -> store.update(before -> store.update(inner -> inner.with(KEY))))
                .withMessageContaining("already locked");
    }

    @Test
    void usesTheConfiguredFileAndTheUsualOneWhereNoneIsConfigured() {
        assertThat(new FileCredentialStore(new FakeConfig(" /tmp/profiles.json ")).location())
                .isEqualTo("/tmp/profiles.json");
        assertThat(List.of(
                        new FileCredentialStore(new FakeConfig("")).location(),
                        new FileCredentialStore(new FakeConfig(null)).location()))
                .allSatisfy(location -> assertThat(location).endsWith("/agents/main/agent/auth-profiles.json"));
    }

    private void write(String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record FakeConfig(String file) implements FileCredentialStore.Config {

        @Override
        public int lockSeconds() {
            return 60;
        }

        @Override
        public Class<FileCredentialStore.Config> annotationType() {
            return FileCredentialStore.Config.class;
        }
    }
}
