package org.clawdbot.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {

    private static final Instant WRITTEN = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theSameFileHasTheSameStamp() throws IOException {
        Path file = write("a", "one");

        assertThat(FileStamp.of(file)).isEqualTo(FileStamp.of(file));
    }

    @Test
    void whereThereIsNoFileThereIsNone() throws IOException {
        assertThat(FileStamp.of(folder.resolve("gone"))).isEqualTo(FileStamp.NONE);
        assertThat(FileStamp.NONE.reliableAt(WRITTEN)).isFalse();
    }

    @Test
    void timeSizeAndIdentityTellFilesApart() throws IOException {
        Path file = write("a", "one");
        FileStamp stamp = FileStamp.of(file);

        Files.setLastModifiedTime(file, FileTime.from(WRITTEN.plusMillis(1)));
        assertThat(FileStamp.of(file)).isNotEqualTo(stamp);
        write("a", "longer");
        assertThat(FileStamp.of(file)).isNotEqualTo(stamp);
        Files.move(write("b", "two"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(FileStamp.of(file)).isNotEqualTo(stamp);
    }

    @Test
    void aFileThatWasJustWrittenMayBeWrittenAgainUnnoticed() throws IOException {
        FileStamp stamp = FileStamp.of(write("a", "one"));

        assertThat(stamp.reliableAt(WRITTEN)).isFalse();
        assertThat(stamp.reliableAt(WRITTEN.plusSeconds(2))).isFalse();
        assertThat(stamp.reliableAt(WRITTEN.plusSeconds(3))).isTrue();
    }

    private Path write(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
        return file;
    }
}
