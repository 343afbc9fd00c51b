package org.clawdbot.launcher.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Writes small bundles. */
final class TestBundles {

    private TestBundles() {}

    /** A bundle that offers the main service. */
    static void writeMain(Path jar) throws IOException {
        Attributes headers = headers("test.main", "org.osgi.framework");
        headers.putValue("Bundle-Activator", TestMain.class.getName());
        write(jar, headers, TestMain.class);
    }

    /** A bundle that can never be resolved. */
    static void writeBroken(Path jar) throws IOException {
        write(jar, headers("test.broken", "org.example.missing"));
    }

    /** A bundle that says to need a service nobody has. */
    static void writeNeedy(Path jar) throws IOException {
        Attributes headers = headers("test.needy", "org.osgi.framework");
        headers.putValue(
                "Require-Capability", "osgi.service;filter:=\"(objectClass=org.example.Wanted)\";effective:=active");
        write(jar, headers);
    }

    /** A bundle as its next build would make it: the same, of another version. It is written over what is there. */
    static void writeNewer(Path original, String version, Path target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile jar = new JarFile(original.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
        }
        Files.write(target, bytes.toByteArray());
    }

    private static Attributes headers(String name, String imports) {
        Attributes headers = new Attributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Import-Package", imports);
        return headers;
    }

    private static void write(Path jar, Attributes headers, Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(headers);
        Path temporary = jar.resolveSibling(jar.getFileName() + ".part");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(temporary), manifest)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
        }
        Files.move(temporary, jar);
    }
}
