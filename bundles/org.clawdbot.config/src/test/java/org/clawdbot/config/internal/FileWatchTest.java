package org.clawdbot.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    @TempDir
    private Path folder;

    private Path file;
    private FileWatch watch;
    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void watch() {
        file = folder.resolve("later/clawdbot.json");
        watch = new FileWatch(file, this::read);
    }

    @Test
    void aFileThatStaysAsItWasReadIsLeftAlone() throws IOException {
        write("a");
        read();
        look(3);

        assertThat(read).containsExactly("a");
    }

    @Test
    void aChangeIsReadOnceAsSoonAsItHasStopped() throws IOException {
        write("a");
        read();
        look(1);

        write("ab");
        look(1);
        write("abc");
        look(1);
        assertThat(read).as("while it is being written").containsExactly("a");
        look(3);

        assertThat(read).containsExactly("a", "abc");
    }

    @Test
    void aFileThatComesLaterIsRead() throws IOException {
        read();
        look(2);
        write("new");
        look(3);

        assertThat(read).containsExactly("", "new");
    }

    @Test
    void aFileThatIsReplacedByAnotherOfTheSameSizeIsRead() throws IOException {
        write("one");
        read();
        look(1);
        Path other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        look(3);

        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void aFileThatIsGoneForGoodIsNoticedOnce() throws IOException {
        write("a");
        read();
        look(1);
        Files.delete(file);
        look(4);

        assertThat(read).containsExactly("a", "");
    }

    @Test
    void aChangeThatCannotBeTakenUpDoesNotEndTheWatch() throws IOException {
        int[] tries = {0};
        FileWatch failing = new FileWatch(file, () -> {
            tries[0]++;
            throw new NoClassDefFoundError("gone with its bundle");
        });
        write("a");

        for (int i = 0; i < 4; i++) {
            failing.lookSafely();
        }

        assertThat(tries[0]).as("tries after the first look").isEqualTo(3);
    }

    @Test
    @Timeout(30)
    void closingLeavesNoThreadBehind() throws InterruptedException {
        watch.start();
        List<Thread> threads = threads();
        assertThat(threads).isNotEmpty();

        watch.close();

        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("clawdbot-config-watch"))
                .toList();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    private void read() {
        watch.reading();
        try {
            read.add(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String content) throws IOException {
        Files.createDirectories(folder.resolve("later"));
        Files.writeString(file, content);
    }
}
