package org.clawdbot.benchmarks.contest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.clawdbot.benchmarks.driver.BenchmarkServer;
import org.clawdbot.benchmarks.driver.Measure;
import org.clawdbot.benchmarks.driver.Work;

/**
 * Runs everyone on the same work: each in a process of its own, round by round, so that whatever else the machine does hits
 * all alike. Writes what they said to {@code results.csv}, and
 * what is made of it to {@code results.md} and {@code results.svg}.
 *
 * <p>Arguments: folder of the results, number of rounds, seconds of processor time to warm up, the same to measure, names
 * of the works (all if none is named).
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

    private final Path results;
    private final int port;
    private final String warmSeconds;
    private final String seconds;
    private final Results measured = new Results();

    private Contest(Path results, int port, String warmSeconds, String seconds) {
        this.results = results;
        this.port = port;
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
            int port = Integer.parseInt(firstLine(server));
            Set<String> wanted = Set.copyOf(Arrays.asList(args).subList(4, args.length));
            new Contest(results, port, args[2], args[3])
                    .run(
                            Integer.parseInt(args[1]),
                            WORKS.stream()
                                    .filter(work -> wanted.isEmpty()
                                            || wanted.contains(work.path().substring(1)))
                                    .toList());
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
                Files.writeString(results.resolve("results.csv"), measured.csv());
                Files.writeString(results.resolve("results.md"), measured.markdown());
                Files.writeString(results.resolve("results.svg"), new Plot(measured).svg());
            }
        }
    }

    private void measureEveryone(int round, Work work) throws IOException, InterruptedException {
        List<Entrant> entrants = new ArrayList<>(Entrant.all(work));
        Collections.rotate(entrants, round);
        for (Entrant entrant : entrants) {
            take(round, work, entrant.name(), measure(entrant, work));
        }
    }

    private void startEveryone(int round, Work work) throws IOException, InterruptedException {
        URI base = BenchmarkServer.at(port, work);
        List<ColdStart> programs = new ArrayList<>(ColdStart.all(base));
        for (int turn = 0; turn < work.size(); turn++) {
            Collections.rotate(programs, 1);
            for (ColdStart program : programs) {
                take(round, work, program.name(), program.measure(base, work, results.resolve("cold.log")));
            }
        }
    }

    private void take(int round, Work work, String contestant, String line) {
        System.out.println("round " + round + " " + work.path() + " " + contestant + " " + line);
        measured.add(work, contestant, line);
    }

    /** Gives the line of JSON that a contestant printed, or an empty one if it failed, which its log explains. */
    private String measure(Entrant entrant, Work work) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory("benchmark-state");
        ProcessBuilder builder = new ProcessBuilder(
                entrant.command(BenchmarkServer.at(port, work).toString(), warmSeconds, seconds));
        builder.environment().put("CLAWDBOT_STATE_DIR", state.toString());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(
                results.resolve(entrant.name() + ".log").toFile()));
        try {
            Process process = builder.start();
            String last = "";
            try (BufferedReader out = reader(process)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    last = line;
                }
            }
            return process.waitFor() == 0 ? last : "{}";
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

    private static String firstLine(Process process) throws IOException {
        return reader(process).readLine();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
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
            all.add(own("clawdbot", ClawdbotContestant.class.getName()));
            if (streams) {
                all.add(own("raw socket", SocketContestant.class.getName()));
                all.add(own("OkHttp, discarded", OkHttpContestant.class.getName()));
            }
            if (!lists) {
                all.add(own("JDK client + Jackson", JdkContestant.class.getName()));
                all.add(own("OkHttp + okhttp-sse + Jackson", OkHttpSseContestant.class.getName()));
            }
            peer(all, "langchain4j", "LangChain4jContestant");
            peer(all, "openai-java", "OpenAiContestant");
            if (!lists) {
                peer(all, "spring-ai", "SpringAiContestant");
            }
            String node = System.getProperty("peer.pi-ai");
            if (node != null && streams) {
                all.add(new Entrant("pi-ai", List.of("node", node)));
            }
            return all;
        }

        private static Entrant own(String name, String type) {
            return jvm(name, System.getProperty("java.class.path"), type);
        }

        private static void peer(List<Entrant> all, String name, String type) {
            String classPath = System.getProperty("peer." + name);
            if (classPath != null) {
                all.add(jvm(name, classPath, "org.clawdbot.benchmarks.peers." + type));
            }
        }

        private static Entrant jvm(String name, String classPath, String type) {
            return new Entrant(
                    name,
                    List.of(
                            java(),
                            "-Ddistribution=" + System.getProperty("distribution"),
                            "-cp",
                            classPath,
                            Measure.class.getName(),
                            type));
        }

        List<String> command(String base, String warmSeconds, String seconds) {
            List<String> command = new ArrayList<>(launcher);
            command.addAll(List.of(base, warmSeconds, seconds));
            return command;
        }
    }
}
