package org.clawdbot.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifest of every bundle must and must not say. */
class ManifestIT {

    /** Optional packages that are meant to be, each with its reason in the bundle's own {@code bnd.bnd}. */
    private static final Set<String> MEANT_OPTIONAL =
            Set.of("org.jspecify.annotations", "org.apache.felix.service.command", "org.jline", "org.clawdbot.okhttp");

    private static final Set<String> EXPORTING =
            Set.of("org.clawdbot.api", "org.clawdbot.chutes.wire", "org.clawdbot.okhttp");

    static List<String> bundles() {
        return Bundles.symbolicNames();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void folderArtifactAndSymbolicNameAreOne(String bundle) throws IOException {
        assertThat(header(bundle, "Bundle-SymbolicName")).isEqualTo(bundle);
        assertThat(header(bundle, "Bundle-License")).isEqualTo("Apache-2.0");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void nothingIsImportedByGuessing(String bundle) throws IOException {
        assertThat(header(bundle, "DynamicImport-Package")).isNull();
        assertThat(header(bundle, "Require-Bundle")).isNull();
        if (bundle.equals("org.clawdbot.okhttp")) {
            return; // The platforms OkHttp adapts to are listed in its bnd.bnd.
        }
        for (String clause : clauses(header(bundle, "Import-Package"))) {
            if (clause.contains("resolution:=optional")) {
                String imported = clause.split(";")[0];
                assertThat(MEANT_OPTIONAL)
                        .as(imported)
                        .anyMatch(meant -> imported.equals(meant) || imported.startsWith(meant + "."));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void onlyWhatIsAnApiIsExported(String bundle) throws IOException {
        String exported = header(bundle, "Export-Package");

        assertThat(exported != null).as("exports: %s", exported).isEqualTo(EXPORTING.contains(bundle));
        for (String clause : clauses(exported)) {
            assertThat(clause).contains("version=");
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyBundleIsAlsoAModule(String bundle) throws IOException {
        try (JarFile jar = new JarFile(Bundles.jar(bundle).toFile())) {
            assertThat(jar.getEntry("module-info.class")).isNotNull();
        }
    }

    private static String header(String bundle, String name) throws IOException {
        try (JarFile jar = new JarFile(Bundles.jar(bundle).toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            return attributes.getValue(name);
        }
    }

    /** Splits a header at the commas outside of quotes. */
    private static List<String> clauses(String header) {
        return header == null ? List.of() : List.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }
}
