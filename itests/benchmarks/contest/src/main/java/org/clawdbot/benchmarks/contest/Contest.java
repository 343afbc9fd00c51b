package org.clawdbot.benchmarks.contest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.clawdbot.benchmarks.driver.BenchmarkServer;
import org.clawdbot.benchmarks.driver.Measure;
import org.clawdbot.benchmarks.driver.Work;

/**
 * Runs everyone on the same work: each in a process of its own, round by round, so that whatever else the machine does hits
 * all alike. Writes after each what was measured until then to {@code results.csv}, and what is made of it to
 * {@code results.md} and {@code results.svg}. Who fails is shown with the reason, and the others go on.
 *
 * <p>Arguments: folder of the results, number of rounds, seconds of processor time to warm up, the same to measure, works
 * such as {@code slow/200} (the usual ones if none is named).
 */
public final class Contest {

    private static final List<Work> WORKS = List.of(
            new Work(Work.Kind.TEXT, 100_000),
            new Work(Work.Kind.TOOLS, 2_000),
            new Work(Work.Kind.FIRST, 1),
            new Work(Work.Kind.PLAIN, 1),
            new Work(Work.Kind.PLAIN, 8),
            new Work(Work.Kind.PLAIN, 64),
            new Work(Work.Kind.SLOW, 200),
            new Work(Work.Kind.SLOW, 1_000),
            new Work(Work.Kind.SLOW, 5_000),
            new Work(Work.Kind.MODELS, 100),
            new Work(Work.Kind.MODELS, 1_000),
            new Work(Work.Kind.MODELS, 10_000),
            new Work(Work.Kind.COLD, 5));

    private static final long PATIENCE_SECONDS = 300;

    private final Path results;
    private final Process server;
    private final int port;
    private final String warmSeconds;
    private final String seconds;
    private final Results measured = new Results();

    private Contest(Path results, Process server, String warmSeconds, String seconds) throws IOException {
        this.results = results;
        this.server = server;
        this.port = Integer.parseInt(reader(server).readLine());
        this.warmSeconds = warmSeconds;
        this.seconds = seconds;
    }

    /**
     * Runs the contest.
     *
     * @param args see above
     * @throws Exception if the server does not start or the results cannot be written
     */
    public static void main(String[] args) throws Exception {
        Path results = Files.createDirectories(Path.of(args[0]));
        Process server = new ProcessBuilder(
                        java(), "-cp", System.getProperty("java.class.path"), BenchmarkServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(Contest::endAll));
        try {
            List<Work> named = Arrays.stream(args)
                    .skip(4)
                    .map(name -> Work.ofPath("/" + name))
                    .toList();
            new Contest(results, server, args[2], args[3])
                    .run(Integer.parseInt(args[1]), named.isEmpty() ? WORKS : named);
        } finally {
            server.destroy();
        }
    }

    private void run(int rounds, List<Work> works) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (Work work : works) {
                if (work.kind() == Work.Kind.COLD) {
                    startEveryone(round, work);
                } else {
                    measureEveryone(round, work);
                }
            }
        }
    }

    private void measureEveryone(int round, Work work) throws IOException, InterruptedException {
        List<Entrant> entrants = new ArrayList<>(Entrant.all(work));
        Collections.rotate(entrants, round);
        for (Entrant entrant : entrants) {
            take(round, work, entrant.name(), () -> measure(entrant, work));
        }
    }

    private void startEveryone(int round, Work work) throws IOException, InterruptedException {
        URI base = BenchmarkServer.at(port, work);
        List<ColdStart> programs = new ArrayList<>(ColdStart.all(base));
        for (int turn = 0; turn < work.size(); turn++) {
            Collections.rotate(programs, 1);
            for (ColdStart program : programs) {
                take(round, work, program.name(), () -> program.measure(base, work, results.resolve("cold.log")));
            }
        }
    }

    /** Writes all results each time, so that whoever stops the contest has those. */
    private void take(int round, Work work, String contestant, Attempt attempt)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Duration served = serverTime();
        String said;
        try {
            said = attempt.measure();
            measured.add(work, contestant, said);
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
            measured.fail(work, contestant, said);
        }
        double wall = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "round %d %s %s %s (%.0f s, server busy for %.1f)%n",
                round,
                work.path(),
                contestant,
                said,
                wall,
                serverTime().minus(served).toMillis() / 1e3);
        Files.writeString(results.resolve("results.csv"), measured.csv());
        Files.writeString(results.resolve("results.md"), measured.markdown());
        Files.writeString(results.resolve("results.svg"), new Plot(measured).svg());
    }

    private Duration serverTime() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * Gives the line of JSON that a contestant printed.
     *
     * @throws IOException if it failed; says why, and its log says more
     */
    private String measure(Entrant entrant, Work work) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory("benchmark-state");
        ProcessBuilder builder = new ProcessBuilder(
                entrant.command(BenchmarkServer.at(port, work).toString(), warmSeconds, seconds));
        builder.environment().put("CLAWDBOT_STATE_DIR", state.toString());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(
                results.resolve(entrant.name() + ".log").toFile()));
        try {
            Process process = builder.start();
            CompletableFuture<Process> ended = process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ended.exceptionally(late -> process.destroyForcibly());
            String last = "";
            try (BufferedReader out = reader(process)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    last = line;
                }
            }
            int exit = process.waitFor();
            if (ended.isCompletedExceptionally()) {
                throw new IOException("not done after " + PATIENCE_SECONDS + " s");
            }
            if (exit != 0) {
                throw new IOException(last.isEmpty() ? "ended with " + exit : last);
            }
            return last;
        } finally {
            delete(state);
        }
    }

    private static void endAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.map(Path::toFile).sorted(Collections.reverseOrder()).forEach(File::delete);
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What a contestant does in one round: prints a line of JSON, or fails. */
    @FunctionalInterface
    private interface Attempt {
        String measure() throws IOException, InterruptedException;
    }

    /**
     * A contestant and how it is started.
     *
     * @param name its name in the tables
     * @param launcher what comes before the base URL
     */
    private record Entrant(String name, List<String> launcher) {

        /** Those that can do a work; peers are those whose class path or program is given by a system property. */
        static List<Entrant> all(Work work) {
            boolean streams = Set.of(Work.Kind.TEXT, Work.Kind.TOOLS, Work.Kind.FIRST, Work.Kind.SLOW)
                    .contains(work.kind());
            boolean lists = work.kind() == Work.Kind.MODELS;
            List<Entrant> all = new ArrayList<>();
            all.add(own(work, "clawdbot", ClawdbotContestant.class));
            if (streams) {
                all.add(own(work, "raw socket", SocketContestant.class));
                all.add(own(work, "OkHttp, discarded", OkHttpContestant.class));
            }
            if (!lists) {
                all.add(own(work, "JDK client + Jackson", JdkContestant.class));
                all.add(own(work, "OkHttp + okhttp-sse + Jackson", OkHttpSseContestant.class));
            }
            peer(all, work, "langchain4j", "LangChain4jContestant");
            peer(all, work, "openai-java", "OpenAiContestant");
            if (!lists) {
                peer(all, work, "spring-ai", "SpringAiContestant");
            }
            String node = System.getProperty("peer.pi-ai");
            if (node != null && streams) {
                all.add(new Entrant("pi-ai", List.of("node", "--expose-gc", node)));
            }
            return all;
        }

        private static Entrant own(Work work, String name, Class<?> type) {
            return jvm(work, name, System.getProperty("java.class.path"), type.getName());
        }

        private static void peer(List<Entrant> all, Work work, String name, String type) {
            String classPath = System.getProperty("peer." + name);
            if (classPath != null) {
                all.add(jvm(work, name, classPath, "org.clawdbot.benchmarks.peers." + type));
            }
        }

        /** The same for all: what Java takes by itself, but for a heap that does not depend on the machine where heap counts. */
        private static Entrant jvm(Work work, String name, String classPath, String type) {
            List<String> launcher = new ArrayList<>(List.of(java()));
            if (work.kind() == Work.Kind.SLOW) {
                launcher.add("-Xmx1g");
            }
            launcher.addAll(List.of(
                    "-Ddistribution=" + System.getProperty("distribution"),
                    "-cp",
                    classPath,
                    Measure.class.getName(),
                    type));
            return new Entrant(name, launcher);
        }

        List<String> command(String base, String warmSeconds, String seconds) {
            List<String> command = new ArrayList<>(launcher);
            command.addAll(List.of(base, warmSeconds, seconds));
            return command;
        }
    }
}
