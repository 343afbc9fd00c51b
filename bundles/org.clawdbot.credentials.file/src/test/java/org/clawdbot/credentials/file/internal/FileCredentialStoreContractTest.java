package org.clawdbot.credentials.file.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.clawdbot.api.auth.CredentialStore;
import org.clawdbot.contracts.CredentialStoreContract;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreContractTest extends CredentialStoreContract {

    @TempDir
    Path folder;

    @Override
    protected CredentialStore open() {
        return new FileCredentialStore(
                folder.resolve("agents/main/agent/auth-profiles.json"), Duration.ofSeconds(30), Clock.systemUTC());
    }
}
