package org.clawdbot.credentials.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.clawdbot.api.auth.Credentials;
import org.clawdbot.testkit.TurnableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastReadTest {

    @TempDir
    Path folder;

    private final TurnableClock clock = new TurnableClock();
    private final Instant longAgo = clock.instant().minus(Duration.ofHours(1));
    private int reads;
    private Path file;
    private LastRead lastRead;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("profiles.json");
        write("one", longAgo);
        lastRead = new LastRead(file, clock, () -> {
            reads++;
            return Credentials.EMPTY;
        });
    }

    @Test
    void theSameFileIsReadOnce() throws Exception {
        Credentials first = aMomentLater();

        assertThat(aMomentLater()).isSameAs(first);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void aFileOfAnotherTimeOrSizeIsReadAnew() throws Exception {
        aMomentLater();
        write("two", longAgo.plusMillis(1));
        aMomentLater();
        assertThat(reads).isEqualTo(2);

        write("three", longAgo.plusMillis(1));
        aMomentLater();
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void aFileThatTookItsPlaceIsReadAnewEvenIfItLooksTheSame() throws Exception {
        aMomentLater();
        Path other = Files.writeString(folder.resolve("other"), "two");
        makePrivate(other, longAgo);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        aMomentLater();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void aFileThatWasWrittenJustNowIsReadAgain() throws Exception {
        write("two", clock.instant());

        aMomentLater();
        aMomentLater();
        assertThat(reads).as("it may be written once more in the same tick").isEqualTo(2);

        clock.turn(Duration.ofSeconds(3));
        aMomentLater();
        aMomentLater();
        assertThat(reads).as("not any more").isEqualTo(3);
    }

    @Test
    void aFileThatIsNotThereIsLookedForEachTime() throws Exception {
        aMomentLater();
        Files.delete(file);

        aMomentLater();
        aMomentLater();

        assertThat(reads).isEqualTo(3);
    }

    @Test
    void aFileThatWasOpenedToOthersIsReadAgainSoThatItIsSaid() throws Exception {
        aMomentLater();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        aMomentLater();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void whatCannotBeUnderstoodIsNotRemembered() {
        LastRead failing = new LastRead(file, clock, () -> {
            reads++;
            throw new MalformedDocumentException("no");
        });

        assertThatThrownBy(failing::get).isInstanceOf(MalformedDocumentException.class);
        assertThatThrownBy(failing::get).isInstanceOf(MalformedDocumentException.class);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void withinAMomentTheFileIsNotLookedAtAgain() throws Exception {
        aMomentLater();
        Files.delete(file);

        lastRead.get();
        assertThat(reads).isEqualTo(1);

        aMomentLater();
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void withinAMomentAFileThatWasWrittenJustNowIsNotReadAgainEither() throws Exception {
        write("two", clock.instant());
        aMomentLater();

        clock.turn(Duration.ofMillis(9));
        lastRead.get();

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatWasReadWhileThisProcessChangedTheFileIsNotRemembered() throws Exception {
        LastRead overtaken = new LastRead(file, clock, () -> {
            reads++;
            lastRead.forget();
            return Credentials.EMPTY;
        });
        lastRead = overtaken;

        overtaken.get();
        overtaken.get();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void whatThisProcessHasChangedIsLookedAtAtOnce() throws Exception {
        aMomentLater();
        write("two", longAgo.plusMillis(1));
        lastRead.forget();

        lastRead.get();
        assertThat(reads).isEqualTo(2);
    }

    private Credentials aMomentLater() throws Exception {
        clock.turn(Duration.ofMillis(10));
        return lastRead.get();
    }

    private void write(String content, Instant modified) throws IOException {
        Files.writeString(file, content);
        makePrivate(file, modified);
    }

    private static void makePrivate(Path file, Instant modified) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
