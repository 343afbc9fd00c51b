package org.clawdbot.launcher.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes copies of the assembled distribution that a test may change. */
final class Copies {

    static final Path ASSEMBLED = Path.of("target/clawdbot").toAbsolutePath();

    private Copies() {}

    /** The whole distribution but the shell, so that no main service is in it. */
    static Path withoutMain(Path target) throws IOException {
        return without(target, "org.clawdbot.shell");
    }

    /** The whole distribution but certain bundles, each named without its version. */
    static Path without(Path target, String... bundles) throws IOException {
        copy(ASSEMBLED, target);
        for (String bundle : bundles) {
            Files.delete(bundle(target, bundle));
        }
        return target;
    }

    /** Finds a bundle of a distribution by its name without its version. */
    static Path bundle(Path distribution, String name) throws IOException {
        try (Stream<Path> files = Files.walk(distribution.resolve("bundles"))) {
            return files.filter(file -> file.getFileName().toString().matches(Pattern.quote(name) + "-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
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
