package org.clawdbot.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code api.txt}, the text of everything this bundle exports, equal to the code, so that each change of the API is
 * seen in a review. To accept a change: {@code mvn -pl bundles/org.clawdbot.api test -Dapi.accept=true}.
 */
class ApiSurfaceTest {

    private static final Path CLASSES = Path.of("target/classes");
    private static final Path ACCEPTED = Path.of("api.txt");

    @Test
    void theExportedSurfaceIsTheAcceptedOne() throws IOException {
        String surface = surface();

        if (Boolean.getBoolean("api.accept")) {
            Files.writeString(ACCEPTED, surface);
        }

        assertThat(surface)
                .as("the exported API; if the change is meant, raise the package version and accept it")
                .isEqualTo(Files.readString(ACCEPTED));
    }

    private static String surface() throws IOException {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        for (String file : classFiles()) {
            assertThat(javap.run(out, out, "-protected", file)).as(file).isZero();
        }
        return text.toString()
                .replace("\r\n", "\n")
                .lines()
                .filter(line -> !line.startsWith("Compiled from"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static List<String> classFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> !name.endsWith("package-info.class"))
                    .filter(ApiSurfaceTest::isExported)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isExported(String file) {
        String name =
                CLASSES.relativize(Path.of(file)).toString().replace('/', '.').replace('\\', '.');
        try {
            Class<?> type = Class.forName(
                    name.substring(0, name.length() - ".class".length()), false, ApiSurfaceTest.class.getClassLoader());
            return Modifier.isPublic(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
