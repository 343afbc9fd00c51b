package org.clawdbot.itests.host;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.example.harbour.HarbourCatalog;

/** Builds the bundle of another vendor, as its build would. */
final class HarbourBundle {

    private HarbourBundle() {}

    static Path build(Path folder) throws IOException {
        Path file = folder.resolve("org.example.harbour.jar");
        Files.createDirectories(folder);
        try (Builder builder = new Builder()) {
            builder.addClasspath(Path.of(HarbourCatalog.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile());
            for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
                if (entry.contains("org.clawdbot.api") || entry.contains("org.clawdbot.chutes.wire")) {
                    builder.addClasspath(Path.of(entry).toFile());
                }
            }
            builder.setBundleSymbolicName("org.example.harbour");
            builder.setBundleVersion("1.0.0");
            builder.setPrivatePackage("org.example.harbour");
            try (Jar jar = builder.build()) {
                if (!builder.isOk()) {
                    throw new IllegalStateException("bnd says " + builder.getErrors());
                }
                jar.write(file.toFile());
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        return file;
    }
}
