package org.clawdbot.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("made/for/it.lock");
    }

    @Test
    void givesWhatTheActionGivesAndLeavesAPrivateEmptyFile() throws IOException {
        assertThat(lock(Duration.ofSeconds(5)).whileHeld(() -> "done")).isEqualTo("done");

        assertThat(file).isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void anotherHolderInTheSameProcessIsWaitedForOnlyForABoundedTime() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> holder = executor.submit(() -> lock(Duration.ofSeconds(5)).whileHeld(() -> {
                held.countDown();
                await(release);
                return null;
            }));
            held.await();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> lock(Duration.ofMillis(50)).whileHeld(() -> "never"))
                    .withMessageContaining("another process");

            release.countDown();
            holder.get();
            assertThat(lock(Duration.ofSeconds(5)).whileHeld(() -> "now")).isEqualTo("now");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void whoeverGivesUpWaitingInTheSameProcessLeavesTheLockToItsHolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("made")));

        String seen = lock(Duration.ofSeconds(5)).whileHeld(() -> {
            for (Path sameFile : List.of(file, link.resolve("for/it.lock"))) {
                assertThat(onAnotherThread(() -> new ProcessLock(sameFile, Duration.ZERO).whileHeld(() -> "never")))
                        .isInstanceOf(ProcessLock.HeldElsewhereException.class);
            }
            return LockProbe.askAnotherProcess(file);
        });

        assertThat(seen).isEqualTo("held");
        assertThat(LockProbe.askAnotherProcess(file)).isEqualTo("free");
    }

    @Test
    void anotherInstanceOfTheSameLockNeverWaitsForItsOwnThread() {
        ProcessLock outer = lock(Duration.ofSeconds(5));
        ProcessLock inner = lock(Duration.ofSeconds(5));

        assertThatIllegalStateException().isThrownBy(() -> outer.whileHeld(() -> inner.whileHeld(() -> "inner")));
    }

    @Test
    void isReleasedWhenTheActionFails() throws IOException {
        ProcessLock lock = lock(Duration.ofSeconds(5));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> lock.whileHeld(() -> {
                    throw new IOException("disk full");
                }));

        assertThat(lock.whileHeld(() -> "again")).isEqualTo("again");
    }

    @Test
    void neverWaitsForItself() {
        ProcessLock lock = lock(Duration.ofSeconds(5));

        assertThatIllegalStateException().isThrownBy(() -> lock.whileHeld(() -> lock.whileHeld(() -> "inner")));
    }

    private ProcessLock lock(Duration timeout) {
        return new ProcessLock(file, timeout);
    }

    private static Throwable onAnotherThread(Callable<?> action) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            return catchThrowable(() -> executor.submit(action).get()).getCause();
        } finally {
            executor.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
