package org.clawdbot.conventions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the bundles of the source tree and the jars the build made of them. */
final class Bundles {

    private static final Path FOLDER = Path.of(System.getProperty("bundles"));

    private Bundles() {}

    static List<String> symbolicNames() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String symbolicName) {
        return FOLDER.resolve(symbolicName);
    }

    static Path jar(String symbolicName) {
        try (Stream<Path> files = Files.list(folder(symbolicName).resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches(".*[0-9](-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No jar was built of " + symbolicName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
