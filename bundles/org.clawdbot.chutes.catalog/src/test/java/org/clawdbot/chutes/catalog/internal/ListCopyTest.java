package org.clawdbot.chutes.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.clawdbot.chutes.wire.Endpoint;
import org.clawdbot.chutes.wire.JsonException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCopyTest {

    private static final int SIZE = 100_000;
    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);
    private static final Endpoint CHUTES = Endpoint.of(null, "https://llm.chutes.ai/v1", "test");
    private static final byte[] HEAD = head("\"one\"");

    @TempDir
    private Path folder;

    private Path file;
    private final byte[] list = new byte[SIZE];

    @BeforeEach
    void aListIsKept() throws Exception {
        file = folder.resolve("lists/kept.json");
        new Random(20261123).nextBytes(list);
        copy(HEAD, list, null, false);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    @Test
    void whatHasArrivedIsInTheFile() throws IOException {
        assertThat(file).hasBinaryContent(file(HEAD, list));
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void theSameListIsNotWrittenAgain() throws Exception {
        copy(HEAD, list, kept(), true);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a longer one\"", "\"\""})
    void theSameListUnderANewHeadIsCopiedFromTheFile(String etag) throws Exception {
        copy(head(etag), list, kept(), false);

        assertThat(file).hasBinaryContent(file(head(etag), list));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 70_000, SIZE - 1})
    void aDifferenceAnywhereIsWritten(int place) throws Exception {
        list[place]++;
        copy(HEAD, list, kept(), true);

        assertThat(file).hasBinaryContent(file(HEAD, list));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_768, 65_536, 65_537, SIZE - 1, SIZE + 1, SIZE + 50_000})
    void aListThatBecomesShorterOrLongerIsWritten(int size) throws Exception {
        byte[] other = new byte[size];
        System.arraycopy(list, 0, other, 0, Math.min(SIZE, size));
        copy(HEAD, other, kept(), true);

        assertThat(file).hasBinaryContent(file(HEAD, other));
    }

    @Test
    void whatIsNotCommittedLeavesTheOldFileAndNothingElse() throws Exception {
        list[50_000]++;
        try (ListCopy copy = new ListCopy(file, HEAD, kept(), true)) {
            copy.add(list, 0, SIZE);
            assertThat(Files.list(file.getParent())).hasSize(2);
        }

        assertThat(Files.list(file.getParent())).containsExactly(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }

    @Test
    void aFileThatSomebodyElseReplacesMeanwhileIsNotMixedWithTheList() throws Exception {
        byte[] changed = list.clone();
        changed[SIZE - 1]++;
        try (ListCopy copy = new ListCopy(file, HEAD, kept(), true)) {
            copy.add(changed, 0, 70_000);
            Path theirs = Files.write(folder.resolve("theirs"), file(head("\"theirs\""), new byte[7]));
            Files.move(theirs, file, StandardCopyOption.ATOMIC_MOVE);
            copy.add(changed, 70_000, SIZE - 70_000);
            copy.commit();
        }

        assertThat(file).hasBinaryContent(file(HEAD, changed));
    }

    @Test
    void aFileThatIsCutShortMeanwhileLeavesNothingThatIsNotTheList() throws Exception {
        byte[] changed = list.clone();
        changed[SIZE - 1]++;
        try (ListCopy copy = new ListCopy(file, HEAD, kept(), true)) {
            copy.add(changed, 0, 70_000);
            Files.write(file, new byte[HEAD.length + 10]);
            copy.add(changed, 70_000, SIZE - 70_000);
            copy.commit();
        }
        assertThat(file).hasSize(HEAD.length + 10);

        copy(HEAD, list, kept(), true);
        assertThat(file).hasBinaryContent(file(HEAD, list));
    }

    @Test
    void whereNothingCanBeWrittenTheListIsNotKept() throws IOException {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file");

        try (ListCopy copy = new ListCopy(occupied.resolve("list"), HEAD, null, false)) {
            copy.add(list, 0, SIZE);
            copy.commit();
        }

        assertThat(occupied).hasContent("a file");
    }

    private @Nullable KeptFile kept() throws IOException, JsonException {
        return KeptFile.open(file, CHUTES).orElse(null);
    }

    /** Copies a list that arrives in pieces of some thousand bytes. */
    private void copy(byte[] head, byte[] bytes, @Nullable KeptFile before, boolean oldHeadWillDo) {
        try (ListCopy copy = new ListCopy(file, head, before, oldHeadWillDo)) {
            for (int at = 0; at < bytes.length; at += 7_001) {
                copy.add(bytes, at, Math.min(7_001, bytes.length - at));
            }
            copy.commit();
        }
    }

    private static byte[] file(byte[] head, byte[] list) {
        byte[] whole = new byte[head.length + list.length + KeptFile.TAIL.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(list, 0, whole, head.length, list.length);
        System.arraycopy(KeptFile.TAIL, 0, whole, head.length + list.length, KeptFile.TAIL.length);
        return whole;
    }

    private static byte[] head(String etag) {
        return new ListHead(Instant.parse("2026-11-23T12:00:00Z"), new Validator(etag, null)).line(CHUTES);
    }
}
