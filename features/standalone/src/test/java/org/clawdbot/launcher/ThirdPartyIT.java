package org.clawdbot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What of others is in the distribution: documented, licensed, and no more than must be. */
class ThirdPartyIT {

    private static final Path DISTRIBUTION = Path.of(System.getProperty("clawdbot.it.distribution"));
    private static final Path ARCHIVE = Path.of(System.getProperty("clawdbot.it.archive"));
    private static final Set<String> ACCEPTED = Set.of("Apache-2.0", "MIT", "BSD-3-Clause", "EPL-2.0");
    /** Its POM says "The BSD License" and no more, which the plugin takes for the one with four clauses; it has three. */
    private static final String MISREAD = "jline";

    private static final long MOST_BYTES = 20_000_000;

    @Test
    void theDownloadIsSmall() throws IOException {
        assertThat(Files.size(ARCHIVE)).isLessThan(MOST_BYTES);
    }

    @Test
    void theTableNamesEachJarWithItsSizeAndNoOther() throws IOException {
        assertThat(rows().filter(row -> row.size() == 4).map(row -> row.get(0) + " | " + row.get(1)))
                .containsExactlyElementsOf(jars());
    }

    @Test
    void everyLicenceInTheTableIsAccepted() throws IOException {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> assertThat(row.get(row.size() - 2))
                .isIn(ACCEPTED));
    }

    @Test
    void theBillOfMaterialsNamesTheSameAndEveryLicenceInItIsAccepted() throws IOException {
        List<JsonNode> components = StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(DISTRIBUTION.resolve("sbom.cdx.json").toFile())
                                .get("components")
                                .spliterator(),
                        false)
                .filter(component -> !component.get("group").asText().equals("org.clawdbot"))
                .filter(component -> !component.get("name").asText().equals("jspecify")) // for compilers only
                .collect(Collectors.toCollection(ArrayList::new));

        assertThat(components.stream().map(ThirdPartyIT::nameAndVersion))
                .containsExactlyInAnyOrderElementsOf(
                        rows().map(row -> row.get(0)).toList());
        components.removeIf(component -> component.get("name").asText().equals(MISREAD));
        assertThat(components).allSatisfy(component -> assertThat(licences(component))
                .as(component.get("purl").asText())
                .containsAnyElementsOf(ACCEPTED));
    }

    private static String nameAndVersion(JsonNode component) {
        return component.get("name").asText() + " " + component.get("version").asText();
    }

    private static List<String> licences(JsonNode component) {
        return StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(each -> each.path("license")
                        .path("id")
                        .asText(each.path("expression").asText()))
                .toList();
    }

    /** Reads the cells of the tables, headings left out. */
    private static Stream<List<String>> rows() throws IOException {
        return Files.readAllLines(DISTRIBUTION.resolve("THIRD-PARTY.md")).stream()
                .filter(line -> line.matches("\\| \\S+ \\d.*"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList());
    }

    private static TreeSet<String> jars() throws IOException {
        TreeSet<String> jars = new TreeSet<>();
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !name.contains("clawdbot")) {
                    int dash = name.lastIndexOf('-');
                    jars.add(name.substring(0, dash) + " " + name.substring(dash + 1, name.length() - 4) + " | "
                            + Math.round(Files.size(file) / 1024.0));
                }
            }
        }
        return jars;
    }
}
