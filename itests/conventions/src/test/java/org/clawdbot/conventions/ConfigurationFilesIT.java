package org.clawdbot.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The commented file of each PID in {@code config/} says just what the bundle's metatype says. */
class ConfigurationFilesIT {

    private static final Path CONFIG = Path.of(System.getProperty("config"));

    @Test
    void everyConfigurableBundleHasItsFileWithAllKeysAndDefaults() throws Exception {
        Map<String, Map<String, String>> declared = declared();
        assertThat(declared).isNotEmpty();

        for (Map.Entry<String, Map<String, String>> pid : declared.entrySet()) {
            Path file = CONFIG.resolve(pid.getKey() + ".cfg");
            assertThat(file).exists();
            assertThat(keys(file)).as(file.getFileName().toString()).isEqualTo(pid.getValue());
        }
        assertThat(files()).containsExactlyInAnyOrderElementsOf(declared.keySet());
    }

    @Test
    void theSetsOfSettingsUseKeysThatExist() throws Exception {
        Map<String, Map<String, String>> declared = declared();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(CONFIG)) {
            files = tree.filter(file -> file.toString().endsWith(".cfg"))
                    .filter(file -> !CONFIG.equals(file.getParent()))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(3);
        for (Path file : files) {
            String pid = file.getFileName().toString().replaceFirst("\\.cfg$", "");
            Properties settings = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                settings.load(in);
            }
            assertThat(declared).as(file.toString()).containsKey(pid);
            assertThat(settings.stringPropertyNames()).as(file.toString()).isNotEmpty();
            assertThat(declared.get(pid).keySet()).as(file.toString()).containsAll(settings.stringPropertyNames());
        }
    }

    @Test
    void theReadmeOfEveryConfigurableBundleNamesEachKey() throws Exception {
        for (Map.Entry<String, Map<String, String>> pid : declared().entrySet()) {
            Path readme = Bundles.folder(pid.getKey()).resolve("README.md");
            assertThat(readme).exists();
            String text = Files.readString(readme);
            assertThat(pid.getValue().keySet()).as("keys in %s", readme).allSatisfy(key -> assertThat(text)
                    .contains("`" + key + "`"));
        }
    }

    @Test
    void everyBundleHasAShortReadme() throws IOException {
        for (String bundle : Bundles.symbolicNames()) {
            Path readme = Bundles.folder(bundle).resolve("README.md");
            assertThat(readme).exists();
            assertThat(Files.readAllLines(readme)).as("lines of %s", readme).hasSizeLessThanOrEqualTo(40);
        }
    }

    @Test
    void everyAttributeIsDescribed() throws Exception {
        for (String bundle : Bundles.symbolicNames()) {
            for (Document metatype : metatypes(bundle)) {
                for (Element attribute : elements(metatype, "AD")) {
                    assertThat(attribute.getAttribute("description"))
                            .as("%s %s", bundle, attribute.getAttribute("id"))
                            .isNotBlank();
                }
            }
        }
    }

    private static Map<String, Map<String, String>> declared() throws Exception {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        for (String bundle : Bundles.symbolicNames()) {
            for (Document metatype : metatypes(bundle)) {
                String pid = elements(metatype, "Designate").get(0).getAttribute("pid");
                assertThat(pid).isEqualTo(bundle);
                Map<String, String> attributes = new TreeMap<>();
                for (Element attribute : elements(metatype, "AD")) {
                    attributes.put(attribute.getAttribute("id"), attribute.getAttribute("default"));
                }
                declared.put(pid, attributes);
            }
        }
        return declared;
    }

    /** Reads the keys of a file, all of which are commented out as {@code #key = value}. */
    private static Map<String, String> keys(Path file) throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.matches("#[.A-Za-z]+ = ?.*")) {
                int equals = line.indexOf('=');
                keys.put(
                        line.substring(1, equals).strip(),
                        line.substring(equals + 1).strip());
            } else {
                assertThat(line).as("a line of %s", file).matches("(# .*|#)?");
            }
        }
        return keys;
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(CONFIG)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cfg"))
                    .map(name -> name.substring(0, name.length() - ".cfg".length()))
                    .toList();
        }
    }

    private static List<Document> metatypes(String bundle)
            throws IOException, ParserConfigurationException, SAXException {
        List<Document> documents = new ArrayList<>();
        try (JarFile jar = new JarFile(Bundles.jar(bundle).toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().matches("OSGI-INF/metatype/.*\\.xml")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        documents.add(DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(in));
                    }
                }
            }
        }
        return documents;
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        Map<Integer, Element> elements = new LinkedHashMap<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.put(i, (Element) nodes.item(i));
        }
        return List.copyOf(elements.values());
    }
}
