package org.clawdbot.itests.oauth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The npm package {@code oidc-provider}, running under Node. */
final class OpenIdProvider implements AutoCloseable {

    /** What was installed once stays until the next {@code mvn clean}. */
    private static final Path FOLDER = Path.of("target/openid-provider").toAbsolutePath();

    private static final List<String> FILES = List.of("package.json", "package-lock.json", "server.js");
    private static final int INSTALL_MINUTES = 3;

    private final Process process;
    private final URI address;

    private OpenIdProvider(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Gets the package; says why that cannot be done here, or nothing. */
    static Optional<String> missing() throws IOException, InterruptedException {
        for (String program : List.of("node", "npm")) {
            if (Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                return Optional.of("no " + program + " on the path");
            }
        }
        Files.createDirectories(FOLDER);
        for (String name : FILES) {
            try (InputStream file = OpenIdProvider.class.getResourceAsStream("/provider/" + name)) {
                Files.copy(file, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path log = FOLDER.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            return Optional.of("npm ci did not end");
        }
        return npm.exitValue() == 0 ? Optional.empty() : Optional.of("npm ci failed: " + Files.readString(log));
    }

    static OpenIdProvider start(String clientId, String clientSecret, String redirectUri) throws IOException {
        Process process = new ProcessBuilder("node", "server.js", clientId, clientSecret, redirectUri)
                .directory(FOLDER.toFile())
                .redirectError(FOLDER.resolve("server.log").toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("listening ")) {
                return new OpenIdProvider(process, URI.create("http://127.0.0.1:" + line.substring(10)));
            }
        }
        throw new AssertionError("the provider did not start: " + Files.readString(FOLDER.resolve("server.log")));
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
