package org.clawdbot.benchmarks.contest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clawdbot.benchmarks.driver.Contestant;
import org.clawdbot.benchmarks.driver.Digest;
import org.clawdbot.benchmarks.driver.Payload;
import org.clawdbot.benchmarks.driver.Work;

/**
 * A program that prints one short reply, measured from outside: from its start to the first byte it prints, and to its
 * end. The files it reads are in the memory of the machine already.
 *
 * @param name its name in the tables
 * @param command the program and its arguments
 * @param state whether it finds what an earlier start of it left
 */
record ColdStart(String name, List<String> command, State state) {

    /** What the script {@code clawdbot} gives to Java. */
    private static final List<String> SHORT_LIVED =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData");

    private static final Path OWN_STATISTICS = Path.of("/proc/self/stat");
    private static final int FIRST_AFTER_NAME = 3;
    private static final int CHILDREN_USER = 16;
    private static final int CHILDREN_SYSTEM = 17;
    private static final int TICK_MILLIS = 10;

    /** What there is in the state folder of a host. */
    enum State {
        /** The settings, as after {@code onboard}. */
        NEW,
        /** Also what one start before has left, such as the list of models. */
        USED
    }

    /** Gives all that are there; peers are those whose class path or program is given by a system property. */
    static List<ColdStart> all(URI base) {
        List<ColdStart> all = new ArrayList<>();
        all.add(clawdbot("clawdbot agent", State.USED));
        all.add(clawdbot("clawdbot agent, first start", State.NEW));
        all.addAll(peer("openai-java", "OpenAiOneReply", base));
        all.addAll(peer("langchain4j", "LangChain4jOneReply", base));
        String node = System.getProperty("peer.pi-ai");
        if (node != null) {
            all.add(new ColdStart("pi-ai", List.of("node", node, "reply", base.toString()), State.NEW));
        }
        return all;
    }

    /** Gives the command of the distribution. */
    static ColdStart clawdbot(String name, State state) {
        String script = Path.of(System.getProperty("distribution"), "clawdbot").toString();
        return new ColdStart(name, List.of(script, "agent", "--message", Contestant.PROMPT), state);
    }

    /** A plain program, and the same with the flags that suit one so short. */
    private static List<ColdStart> peer(String name, String type, URI base) {
        String classPath = System.getProperty("peer." + name);
        if (classPath == null) {
            return List.of();
        }
        List<String> program = List.of("-cp", classPath, "org.clawdbot.benchmarks.peers." + type, base.toString());
        List<String> plain = new ArrayList<>(List.of(Contest.java()));
        plain.addAll(program);
        List<String> tuned = new ArrayList<>(List.of(Contest.java()));
        tuned.addAll(SHORT_LIVED);
        tuned.addAll(program);
        return List.of(
                new ColdStart(name, plain, State.NEW), new ColdStart(name + ", our JVM flags", tuned, State.NEW));
    }

    /**
     * Starts it and gives one line of JSON.
     *
     * @throws IOException if it fails, or prints anything but the reply
     */
    String measure(URI base, Work work, Path log) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("benchmark-state");
        try {
            Files.writeString(
                    folder.resolve("clawdbot.json"),
                    "{models:{providers:{chutes:{baseUrl:'" + base + "',apiKey:'" + Contestant.API_KEY + "'}}}}");
            if (state == State.USED) {
                start(folder, work, log);
            }
            return start(folder, work, log);
        } finally {
            Contest.delete(folder);
        }
    }

    private String start(Path folder, Work work, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLAWDBOT_STATE_DIR", folder.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Optional<Long> used = childrenMillis();
        long begin = System.nanoTime();
        Process process = builder.start();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        long first;
        try (InputStream out = process.getInputStream()) {
            printed.write(out.read());
            first = System.nanoTime();
            out.transferTo(printed);
        }
        int exit = process.waitFor();
        long end = System.nanoTime();
        if (exit != 0) {
            throw new IOException("ended with " + exit + "; see " + log.getFileName());
        }
        check(printed.toString(StandardCharsets.UTF_8), work);
        String cpu = childrenMillis()
                .flatMap(now -> used.map(before -> ",\"cpuMillis\":" + (now - before)))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "{\"firstMillis\":%.3f,\"endMillis\":%.3f%s}",
                (first - begin) / 1e6,
                (end - begin) / 1e6,
                cpu);
    }

    /** The end of a line after the reply is no part of it. */
    private static void check(String printed, Work work) throws IOException {
        Digest digest = new Digest();
        digest.add(printed.endsWith("\n") ? printed.substring(0, printed.length() - 1) : printed);
        Digest expected = Payload.expected(work);
        if (digest.hash() != expected.hash() || digest.chars() != expected.chars()) {
            throw new IOException(
                    "printed another reply: " + printed.lines().findFirst().orElse(""));
        }
    }

    /** The processor time of all processes that this one has waited for, and of those they have waited for; on Linux. */
    private static Optional<Long> childrenMillis() throws IOException {
        if (!Files.isReadable(OWN_STATISTICS)) {
            return Optional.empty();
        }
        String line = Files.readString(OWN_STATISTICS);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[CHILDREN_USER - FIRST_AFTER_NAME])
                + Long.parseLong(fields[CHILDREN_SYSTEM - FIRST_AFTER_NAME]);
        return Optional.of(ticks * TICK_MILLIS);
    }
}
