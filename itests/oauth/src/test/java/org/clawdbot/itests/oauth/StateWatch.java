package org.clawdbot.itests.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Looks at what a host keeps of its sign-ins, all the time: no file is ever half written or open to others. */
final class StateWatch implements AutoCloseable {

    private static final List<PosixFilePermission> OTHERS = List.copyOf(PosixFilePermissions.fromString("---rwxrwx"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAUSE_MILLIS = 2;

    private final List<Path> folders;
    private final Path profiles;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Thread thread = new Thread(this::watch, "state-watch");
    private volatile boolean over;

    private StateWatch(Path state) {
        this.folders = List.of(state.resolve("agents"), state.resolve("oauth"));
        this.profiles = state.resolve("agents/main/agent/auth-profiles.json");
    }

    static StateWatch of(Path state) {
        StateWatch watch = new StateWatch(state);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Looks once more and fails if there ever was anything wrong. */
    void check(String when) throws IOException {
        look();
        assertThat(problems).as(when).isEmpty();
        assertThat(JSON.readTree(Files.readString(profiles)).at("/profiles").size())
                .as(when)
                .isPositive();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profiles)))
                .as(when)
                .isEqualTo("rw-------");
    }

    int looks() {
        return looks.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!over) {
                look();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            problems.add("stopped looking: " + e);
        }
    }

    private void look() throws IOException {
        for (Path folder : folders) {
            lookInto(folder);
        }
        try {
            JSON.readTree(Files.readString(profiles)).at("/profiles").isObject();
        } catch (NoSuchFileException notYet) {
            // Nothing was stored so far.
        } catch (JsonProcessingException e) {
            problems.add(profiles + " is not whole: " + e.getOriginalMessage());
        }
        looks.incrementAndGet();
    }

    private void lookInto(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList()) {
                lookAt(each);
            }
        } catch (NoSuchFileException goneOrNotYet) {
            // What is gone tells nobody anything.
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        }
    }

    private void lookAt(Path file) throws IOException {
        try {
            Files.getPosixFilePermissions(file).stream()
                    .filter(OTHERS::contains)
                    .forEach(permission -> problems.add(file + " was open to others: " + permission));
        } catch (NoSuchFileException gone) {
            // A temporary file that has taken its place.
        }
    }
}
