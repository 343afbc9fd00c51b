package org.clawdbot.itests.host;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clawdbot.testkit.simulator.ChutesSimulator;

/**
 * Karaf as it is published, unpacked and started by its own script and used through its own client, as an operator would.
 * Only ports, users and the place of Maven's repositories are set.
 */
final class PublishedKaraf implements AutoCloseable {

    static final String ADMINISTRATOR = "karaf";
    static final String VIEWER = "looker";

    private static final long PATIENCE_SECONDS = 90;
    private static final long PAUSE_MILLIS = 300;

    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private Process server;

    private PublishedKaraf(Path home, int port, Map<String, String> environment) throws IOException {
        this.home = home;
        this.port = port;
        this.environment = Map.copyOf(environment);
        this.server = launch();
        // Maven ends the JVM of tests that take too long; nothing may stay behind it.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Something done to the unpacked distribution before its first start. */
    @FunctionalInterface
    interface Preparation {
        void prepare(Path home) throws IOException;
    }

    /**
     * Unpacks and starts one.
     *
     * @param name names the folder
     * @param mavenRepository the only place where it finds artifacts besides its own; it may be an empty folder
     * @param environment variables of its process
     */
    static PublishedKaraf start(
            BuildRepository repository,
            String name,
            Path mavenRepository,
            Preparation preparation,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        Path work = BuildRepository.target().resolve("exam").resolve(name);
        Host.deleteTree(work);
        Files.createDirectories(work);
        Path archive = repository.file(repository.url("org.apache.karaf", "apache-karaf") + "/tar.gz");
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", archive.toString(), "-C", work.toString(), "--strip-components=1")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar cannot unpack " + archive);
        }
        int port = freePort();
        set(work.resolve("etc/org.apache.karaf.shell.cfg"), "sshPort", String.valueOf(port));
        set(work.resolve("etc/org.apache.karaf.management.cfg"), "rmiRegistryPort", String.valueOf(freePort()));
        set(work.resolve("etc/org.apache.karaf.management.cfg"), "rmiServerPort", String.valueOf(freePort()));
        set(work.resolve("etc/org.ops4j.pax.url.mvn.cfg"), "org.ops4j.pax.url.mvn.repositories", "");
        set(
                work.resolve("etc/org.ops4j.pax.url.mvn.cfg"),
                "org.ops4j.pax.url.mvn.localRepository",
                mavenRepository.toString());
        Files.writeString(
                work.resolve("etc/users.properties"),
                """

                karaf = karaf,_g_:admingroup
                looker = looker,viewer,ssh
                _g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh
                """,
                StandardOpenOption.APPEND);
        preparation.prepare(work);
        return new PublishedKaraf(work, port, environment);
    }

    private Process launch() throws IOException {
        ProcessBuilder script = script(home, "karaf", "server")
                .redirectOutput(home.resolve("server.log").toFile());
        script.environment().putAll(environment);
        return script.start();
    }

    /** Shuts it down in order, and starts it again as it was left. */
    void restart() throws IOException, InterruptedException {
        console(ADMINISTRATOR, "system:shutdown -f");
        if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end. Its log: " + log());
        }
        server = launch();
    }

    Path home() {
        return home;
    }

    /** Runs commands in the console over SSH and gives what they print. */
    String console(String user, String... commands) throws IOException, InterruptedException {
        return client(user, commands).rest();
    }

    /** Begins to run commands in the console over SSH; what they print comes as it is printed. */
    ClientSession client(String user, String... commands) throws IOException {
        Process client = script(home, "client", loginWords(user, "-b")).start();
        try (Writer input = client.outputWriter(StandardCharsets.UTF_8)) {
            for (String command : commands) {
                input.write(command + "\n");
            }
        }
        return new ClientSession(client);
    }

    /** The command line that begins a session for somebody at a terminal. */
    String interactiveClient(String user) {
        return "JAVA_HOME='" + System.getProperty("java.home") + "' '" + home.resolve("bin/client") + "' "
                + String.join(" ", loginWords(user));
    }

    private String[] loginWords(String user, String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("-a", String.valueOf(port), "-h", "127.0.0.1", "-u", user, "-p", user));
        return words.toArray(String[]::new);
    }

    /** Installs a feature and waits until it runs. */
    void install(String feature) throws IOException, InterruptedException {
        String url = BuildRepository.ofBuild().url("org.clawdbot", "clawdbot-karaf") + "/xml/features";
        consoleUntil(output -> output.contains(feature), "feature:repo-add " + url, "feature:list");
        console(ADMINISTRATOR, "feature:install " + feature);
        awaitInstalled(feature);
    }

    /** Waits until a feature runs. */
    void awaitInstalled(String feature) throws IOException, InterruptedException {
        consoleUntil(
                output -> output.lines().anyMatch(line -> line.contains(feature + " ") && line.contains("Started")),
                "feature:list -i");
    }

    /** Sets the addresses and the default model; the one thing a test does that a user would not. */
    void use(ChutesSimulator chutes, String model) throws IOException, InterruptedException {
        console(
                ADMINISTRATOR,
                "config:property-set -p org.clawdbot.chutes.catalog baseUrl " + chutes.baseUrl(),
                "config:property-set -p org.clawdbot.chutes.completions baseUrl " + chutes.baseUrl(),
                "config:property-set -p org.clawdbot.models defaultModel " + model);
    }

    /** Asks the default model until it replies with what it was told. */
    String ask(String message) throws IOException, InterruptedException {
        return consoleUntil(output -> output.contains(message), "agent:ask --message \"" + message + "\"");
    }

    /** Repeats commands until their output is as wanted: a server that starts refuses, and features take their time. */
    String consoleUntil(Predicate<String> wanted, String... commands) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            String output = console(ADMINISTRATOR, commands);
            if (wanted.test(output)) {
                return output;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("It said last: " + output + "\nIts log: " + log());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Waits until a line of the log contains a text, and until there are as many of them as wanted. */
    void awaitLog(String text, int times) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (log().lines().filter(line -> line.contains(text)).count() < times) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It never logged " + text + ". Its log: " + log());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("data/log/karaf.log"));
    }

    /** Changes one property of a file in {@code etc}, which may go on over several lines. */
    private static void set(Path file, String key, String value) throws IOException {
        String before = Files.readString(file);
        String line = "(?m)^#?\\s*" + Pattern.quote(key) + "\\s*=.*(?:\\\\\\R.*)*$";
        String after = before.replaceFirst(line, Matcher.quoteReplacement(key + " = " + value));
        if (after.equals(before)) {
            throw new IllegalStateException(file + " has no " + key);
        }
        Files.writeString(file, after);
    }

    private static ProcessBuilder script(Path home, String name, String... arguments) {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin").resolve(name).toString());
        builder.command().addAll(List.of(arguments));
        builder.redirectErrorStream(true).directory(home.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CLAWDBOT_STATE_DIR", home.resolve("state").toString());
        builder.environment().put("JAVA_MAX_MEM", "384M");
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return builder;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it and its children. There is nothing in it that deserves an orderly end. */
    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        server.onExit().join();
    }
}
