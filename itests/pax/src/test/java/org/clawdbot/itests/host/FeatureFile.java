package org.clawdbot.itests.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The features file that Karaf gets; other frameworks take their bundles from it too, so there is one list. */
final class FeatureFile {

    private final Document document;

    private FeatureFile(Document document) {
        this.document = document;
    }

    static FeatureFile read(Path file) {
        try {
            return new FeatureFile(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(file + " is not a features file", e);
        }
    }

    /** Lists the bundle URLs of features and of those they include, in the order in which they are installed. */
    Set<String> bundles(String... features) {
        Set<String> urls = new LinkedHashSet<>();
        for (String each : features) {
            collect(each, urls);
        }
        return urls;
    }

    /** Lists every feature. */
    List<String> names() {
        return features().stream().map(each -> each.getAttribute("name")).toList();
    }

    /** Lists the features that go in as soon as Karaf sees the file in its deploy folder. */
    List<String> automatic() {
        return features().stream()
                .filter(each -> !each.getAttribute("install").equals("manual"))
                .map(each -> each.getAttribute("name"))
                .toList();
    }

    private void collect(String name, Set<String> urls) {
        Element feature = feature(name);
        for (Element child : children(feature)) {
            String text = child.getTextContent().strip();
            if (child.getTagName().equals("feature")) {
                collect(text, urls);
            } else if (child.getTagName().equals("bundle")) {
                urls.add(text);
            }
        }
    }

    private Element feature(String name) {
        return features().stream()
                .filter(each -> each.getAttribute("name").equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("No feature " + name + " in features.xml"));
    }

    private List<Element> features() {
        return children(document.getDocumentElement()).stream()
                .filter(each -> each.getTagName().equals("feature"))
                .toList();
    }

    private static List<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
