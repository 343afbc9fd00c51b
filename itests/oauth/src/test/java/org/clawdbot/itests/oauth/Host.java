package org.clawdbot.itests.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The assembled host, started as a process of its own with nothing of the developer's, and with no browser at hand. */
final class Host {

    private static final Path ASSEMBLED = Path.of(System.getProperty("distribution", "missing"));
    private static final Pattern PAGE = Pattern.compile("http://\\S+/idp/authorize\\?\\S+");
    private static final int PATIENCE_SECONDS = 60;

    private final Path script;
    private final Path home;
    private final Map<String, String> variables = new TreeMap<>();

    private Host(Path distribution, Path home) throws IOException {
        this.script = distribution.resolve("clawdbot");
        this.home = home;
        // Comes before a real one, which would open the machine's browser.
        Path opener = Files.createDirectories(home.resolve("bin")).resolve("xdg-open");
        Files.writeString(opener, "#!/bin/sh\nexit 3\n");
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
    }

    /** The distribution as it is. */
    static Host whole(Path home) throws IOException {
        return new Host(ASSEMBLED, home);
    }

    /** A copy without one of the bundles. */
    static Host without(String bundle, Path home) throws IOException {
        Path copy = home.resolve("distribution");
        try (Stream<Path> walk = Files.walk(ASSEMBLED)) {
            for (Path source : walk.toList()) {
                Path target = copy.resolve(ASSEMBLED.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else if (!source.getFileName().toString().startsWith(bundle + "-")) {
                    Files.copy(source, target);
                    target.toFile().setExecutable(Files.isExecutable(source));
                }
            }
        }
        return new Host(copy, home);
    }

    /** Writes the configuration. */
    Host at(URI baseUrl, URI accountUrl) throws IOException {
        Path state = home.resolve(".clawdbot");
        Files.createDirectory(
                state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                state.resolve("clawdbot.json"),
                "{ models: { providers: { chutes: { baseUrl: \"%s\", accountUrl: \"%s\" } } } }\n"
                        .formatted(baseUrl, accountUrl));
        return this;
    }

    Host with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Path profiles() {
        return home.resolve(".clawdbot/agents/main/agent/auth-profiles.json");
    }

    Result run(String... args) throws IOException, InterruptedException {
        return start(args).end();
    }

    Running start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear();
        environment.put("PATH", home.resolve("bin") + ":" + path);
        environment.put("HOME", home.toString());
        environment.put("CLAWDBOT_JAVA_OPTS", "-Duser.home=" + home);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.putAll(variables);
        return new Running(builder.start(), out, err);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** How a process ended. */
    record Result(int exit, String out, String err) {}

    /** A process that may still be running. */
    record Running(Process process, Path outFile, Path errFile) implements AutoCloseable {

        /** The page to open, once it is shown. */
        URI page() throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                boolean alive = process.isAlive();
                Matcher shown = PAGE.matcher(read(errFile));
                if (shown.find()) {
                    return URI.create(shown.group());
                }
                if (!alive || System.nanoTime() > end) {
                    close();
                    throw new AssertionError("showed no page but: " + read(outFile) + read(errFile));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        Result end() throws InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                close();
                throw new AssertionError("still running; so far: " + read(outFile) + read(errFile));
            }
            return new Result(process.exitValue(), read(outFile), read(errFile));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
