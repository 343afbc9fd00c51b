package org.clawdbot.shell.internal.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A state folder for the demo alone, gone afterwards. */
record Workspace(Path folder) implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Workspace.class.getName());
    private static final int ATTEMPTS = 3;

    static Workspace create() throws IOException {
        return new Workspace(Files.createTempDirectory("clawdbot-demo-"));
    }

    Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    /** A process on its way out may still write, so one look may not be enough. */
    @Override
    public void close() {
        for (int attempt = 0; Files.exists(folder) && attempt < ATTEMPTS; attempt++) {
            try {
                empty();
            } catch (IOException | UncheckedIOException changing) {
                LOG.log(Level.DEBUG, "The demo folder is still in use", changing);
            }
        }
    }

    private void empty() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
