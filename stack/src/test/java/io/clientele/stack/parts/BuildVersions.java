package io.clientele.stack.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The versions in the parent POM: its properties, and {@code project.version}. */
final class BuildVersions {
    private BuildVersions() {}

    static Map<String, String> read(Path pom) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        Element project = parse(pom);
        versions.put("project.version", text(child(project, "version")));
        for (Node node = child(project, "properties").getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element property) {
                versions.put(property.getTagName(), text(property));
            }
        }
        return versions;
    }

    private static Element parse(Path pom) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " is not a POM", e);
        }
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        throw new IllegalStateException("the POM has no " + name);
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }
}
