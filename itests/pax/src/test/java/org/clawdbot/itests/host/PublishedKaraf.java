package org.clawdbot.itests.host;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private final Process server;
    private final int port;

    private PublishedKaraf(Path home, Process server, int port) {
        this.home = home;
        this.server = server;
        this.port = port;
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
        ProcessBuilder server = script(work, "karaf", "server")
                .redirectOutput(work.resolve("server.log").toFile());
        server.environment().putAll(environment);
        return new PublishedKaraf(work, server.start(), port);
    }

    Path home() {
        return home;
    }

    /** Runs commands in the console over SSH and gives what they print. */
    String console(String user, String... commands) throws IOException, InterruptedException {
        Process client = script(
                        home, "client", "-b", "-a", String.valueOf(port), "-h", "127.0.0.1", "-u", user, "-p", user)
                .start();
        try (Writer input = client.outputWriter(StandardCharsets.UTF_8)) {
            for (String command : commands) {
                input.write(command + "\n");
            }
        }
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
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
                throw new AssertionError("It said last: " + output + "\nIts log: "
                        + Files.readString(home.resolve("data/log/karaf.log")));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
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
