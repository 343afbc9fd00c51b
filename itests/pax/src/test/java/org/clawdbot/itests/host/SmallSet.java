package org.clawdbot.itests.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of settings below {@code config/}, which an operator copies and completes. */
enum SmallSet {
    KEY("apikey-only"),
    OAUTH("oauth-only"),
    FILE("file-only");

    private final String folder;

    SmallSet(String folder) {
        this.folder = folder;
    }

    /** Copies the folder to {@code etc}, with what stands there for an example replaced, each followed by its value. */
    PublishedKaraf.Preparation with(String... values) {
        return home -> copy(home.resolve("etc"), values);
    }

    private void copy(Path target, String... values) throws IOException {
        Path config = Path.of(System.getProperty("clawdbot.it.readme")).resolveSibling("config");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(config.resolve(folder), "*.cfg")) {
            for (Path file : files) {
                String text = Files.readString(file);
                for (int i = 0; i < values.length; i += 2) {
                    if (!text.contains(values[i])) {
                        throw new IllegalStateException(file + " does not say " + values[i]);
                    }
                    text = text.replace(values[i], values[i + 1]);
                }
                Files.writeString(target.resolve(file.getFileName().toString()), text);
            }
        }
    }
}
