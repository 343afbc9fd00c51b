package org.clawdbot.launcher.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes copies of the assembled distribution that a test may change. */
final class Copies {

    static final Path ASSEMBLED = Path.of("target/clawdbot").toAbsolutePath();

    private Copies() {}

    /** The whole distribution but the shell, so that no main service is in it. */
    static Path withoutMain(Path target) throws IOException {
        copy(ASSEMBLED, target);
        try (Stream<Path> files = Files.list(target.resolve("bundles/3"))) {
            for (Path each : files.toList()) {
                if (each.getFileName().toString().startsWith("org.clawdbot.shell")) {
                    Files.delete(each);
                }
            }
        }
        return target;
    }

    static Path withTestMain(Path target) throws IOException {
        TestBundles.writeMain(withoutMain(target).resolve("bundles/3/test.main.jar"));
        return target;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> sources;
        try (Stream<Path> walk = Files.walk(from)) {
            sources = walk.toList();
        }
        for (Path source : sources) {
            Path target = to.resolve(from.relativize(source).toString());
            if (Files.isDirectory(source)) {
                Files.createDirectories(target);
            } else {
                Files.copy(source, target);
                target.toFile().setExecutable(Files.isExecutable(source));
            }
        }
    }
}
