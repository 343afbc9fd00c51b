package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.clawdbot.chutes.catalog.internal.ListCopy.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCopyTest {

    private static final int SIZE = 100_000;
    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

    @TempDir
    private Path folder;

    private Path file;
    private final byte[] list = new byte[SIZE];
    private @Nullable Content content;

    @BeforeEach
    void aListIsKept() throws IOException {
        file = folder.resolve("lists/kept.json");
        new Random(20261123).nextBytes(list);
        copy("head", list, null, false);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    @Test
    void whatHasArrivedIsInTheFile() throws IOException {
        assertThat(file).hasBinaryContent(file("head", list));
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void theSameListIsNotWrittenAgain() throws IOException {
        copy("newer", list, content, true);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }

    @Test
    void theSameListUnderANewHeadIsTakenOverFromTheFile() throws IOException {
        copy("a longer head", list, content, false);
        assertThat(file).hasBinaryContent(file("a longer head", list));

        copy("short", list, content, false);
        assertThat(file).hasBinaryContent(file("short", list));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 70_000, SIZE - 1})
    void aDifferenceAnywhereIsWritten(int place) throws IOException {
        list[place]++;
        copy("head", list, content, true);

        assertThat(file).hasBinaryContent(file("head", list));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32_768, 65_536, 65_537, SIZE - 1, SIZE + 1, SIZE + 50_000})
    void aListThatBecomesShorterOrLongerIsWritten(int size) throws IOException {
        byte[] other = new byte[size];
        System.arraycopy(list, 0, other, 0, Math.min(SIZE, size));
        copy("head", other, content, true);

        assertThat(file).hasBinaryContent(file("head", other));
    }

    @Test
    void whatIsNotCommittedLeavesTheOldFileAndNothingElse() throws IOException {
        list[50_000]++;
        try (ListCopy copy = new ListCopy(file, bytes("head"), content, true, now -> content = now)) {
            copy.add(list, 0, SIZE);
            assertThat(Files.list(file.getParent())).hasSize(2);
        }

        assertThat(Files.list(file.getParent())).containsExactly(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }

    @Test
    void aFileThatSomebodyElseHasChangedIsNotMixedWithTheList() throws IOException {
        byte[] theirs = file("head", list);
        theirs[10]++;
        Files.write(file, theirs);

        list[50_000]++;
        copy("head", list, content, true);
        assertThat(file).hasBinaryContent(theirs);
        assertThat(content).as("not known any more").isNull();

        copy("head", list, content, true);
        assertThat(file).hasBinaryContent(file("head", list));
    }

    @Test
    void whereNothingCanBeWrittenTheListIsNotKept() throws IOException {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file");

        try (ListCopy copy = new ListCopy(occupied.resolve("list"), bytes("head"), null, false, now -> content = now)) {
            copy.add(list, 0, SIZE);
            copy.commit();
        }

        assertThat(content).isNull();
    }

    /** Copies a list that arrives in pieces of some thousand bytes. */
    private void copy(String head, byte[] bytes, @Nullable Content before, boolean oldHeadWillDo) {
        try (ListCopy copy = new ListCopy(file, bytes(head), before, oldHeadWillDo, now -> content = now)) {
            for (int at = 0; at < bytes.length; at += 7_001) {
                copy.add(bytes, at, Math.min(7_001, bytes.length - at));
            }
            copy.commit();
        }
    }

    private static byte[] file(String head, byte[] list) {
        byte[] begin = bytes(head);
        byte[] whole = new byte[begin.length + list.length + ListCopy.TAIL.length];
        System.arraycopy(begin, 0, whole, 0, begin.length);
        System.arraycopy(list, 0, whole, begin.length, list.length);
        System.arraycopy(ListCopy.TAIL, 0, whole, begin.length + list.length, ListCopy.TAIL.length);
        return whole;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
