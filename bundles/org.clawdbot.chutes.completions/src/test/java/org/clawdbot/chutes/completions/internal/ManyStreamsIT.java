package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clawdbot.testkit.simulator.ChutesSimulator;
import org.clawdbot.testkit.simulator.scenario.Behaviour;
import org.clawdbot.testkit.simulator.scenario.Fault;
import org.clawdbot.testkit.simulator.scenario.Rule;
import org.clawdbot.testkit.simulator.scenario.Scenario;
import org.clawdbot.testkit.simulator.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of slow streams at a time in a JVM with little heap; the server is in this one. Five thousand take a few
 * minutes, and {@code ulimit -Hn} of 6000 or more; they run with {@code -Dclawdbot.it.streams=5000}.
 */
@Timeout(300)
class ManyStreamsIT {

    private static final int USUALLY = 2_000;
    private static final int STREAMS = Integer.getInteger("clawdbot.it.streams", USUALLY);
    private static final int HEAP_KIB_PER_STREAM = 128;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    @Test
    void noneIsLostOrMixedUpAndAllCanBeCancelledAtOnce() throws Exception {
        run(Path.of(System.getProperty("java.home")), "platform");
    }

    @Test
    void onVirtualThreadsNoneCostsAThreadOfThePlatform() throws Exception {
        Optional<Path> java = newestJava();
        assumeTrue(java.isPresent(), "no JDK with virtual threads in /usr/lib/jvm");
        run(java.get(), "virtual");
    }

    private static void run(Path java, String threads) throws Exception {
        try (ChutesSimulator chutes = ChutesSimulator.start()) {
            Behaviour slow = Behaviour.normal()
                    .withDelays(Duration.ofMillis(500), Duration.ofMillis(200))
                    .with(Setting.CHUNK_CHARS, 12);
            chutes.scenario(Scenario.of(
                    Rule.always(Behaviour.breaking(Fault.HANG, 3)).onText("hang please"), Rule.always(slow)));

            Process process = new ProcessBuilder(
                            java.resolve("bin/java").toString(),
                            "-Xmx" + STREAMS * HEAP_KIB_PER_STREAM + "k",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ManyStreamsMain.class.getName(),
                            chutes.baseUrl().toString(),
                            String.valueOf(STREAMS),
                            threads)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(output).isTrue();
            System.out.println(threads + " threads on " + java + ": " + output.replace("\n", "; "));
            assertThat(process.exitValue()).as(output).isZero();
            chutes.awaitDisconnectedStreams(STREAMS, Duration.ofSeconds(30));
            assertThat(chutes.peakStreams()).isEqualTo(STREAMS);
        }
    }

    /** The newest JDK of this machine, if it has virtual threads. */
    private static Optional<Path> newestJava() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Optional.of(Path.of(System.getProperty("java.home"))).filter(java -> hasVirtualThreads(java));
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(ManyStreamsIT::hasVirtualThreads).toList();
            return found.stream().max(Comparator.comparingInt(ManyStreamsIT::version));
        }
    }

    private static boolean hasVirtualThreads(Path java) {
        return Files.isExecutable(java.resolve("bin/java")) && version(java) >= FIRST_WITH_VIRTUAL_THREADS;
    }

    private static int version(Path java) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(java.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]")[0]);
    }
}
