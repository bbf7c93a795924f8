package io.tidegate.admin.updates.description;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A service component as its description has it (DS 1.4, §112.4).
 *
 * @param component the element of that name
 * @param parts the elements in it, at whatever depth
 */
public record Described(Edition edition, Element component, List<Element> parts) {
  private static final String EXTENSIONS = "http://felix.apache.org/xmlns/scr/extensions/v1.0.0";

  public Described {
    parts = List.copyOf(parts);
  }

  /**
   * The components of one file. Whoever made it is not trusted: it cannot name other files, and
   * entities it defines are refused.
   *
   * @throws XMLStreamException when it is no well-formed XML, or has a document type
   */
  public static List<Described> read(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("it refers to another file");
        });
    XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    try {
      List<Described> found = new ArrayList<>();
      boolean root = true;
      while (in.hasNext()) {
        int event = in.next();
        if (event == XMLStreamConstants.DTD) {
          throw new XMLStreamException("it has a document type");
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          // only the outermost element may be without its namespace
          boolean ours = root || !namespace(in).isEmpty();
          if (in.getLocalName().equals("component") && ours && Edition.known(namespace(in))) {
            found.add(component(in));
          }
          root = false;
        }
      }
      return found;
    } finally {
      in.close();
    }
  }

  /** From its start to its end. */
  private static Described component(XMLStreamReader in) throws XMLStreamException {
    Edition edition = Edition.of(namespace(in));
    Element component = element(in);
    List<Element> parts = new ArrayList<>();
    for (int depth = 1; depth > 0; ) {
      int event = in.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        if (Edition.known(namespace(in))) {
          parts.add(element(in));
        }
      }
    }
    return new Described(edition, component, parts);
  }

  private static String namespace(XMLStreamReader in) {
    return in.getNamespaceURI() == null ? "" : in.getNamespaceURI();
  }

  private static Element element(XMLStreamReader in) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < in.getAttributeCount(); i++) {
      String namespace = in.getAttributeNamespace(i);
      if (namespace == null || namespace.isEmpty()) {
        attributes.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
      } else if (namespace.equals(EXTENSIONS)) {
        attributes.put("felix:" + in.getAttributeLocalName(i), in.getAttributeValue(i));
      }
    }
    return new Element(in.getLocalName(), attributes);
  }

  /** Its class's where the description gives none. */
  public String name() {
    return component.value("name", implementation());
  }

  /** Name of its class; empty when the description has none. */
  public String implementation() {
    return parts("implementation").stream().findFirst().map(e -> e.value("class")).orElse("");
  }

  /** Names of what it offers. */
  public List<String> provides() {
    return parts("provide").stream().map(e -> e.value("interface")).toList();
  }

  /** Names of what it asks for and cannot do without. */
  public List<String> demands() {
    return parts("reference").stream()
        .filter(reference -> !reference.value("cardinality").startsWith("0"))
        .map(reference -> reference.value("interface"))
        .toList();
  }

  List<Element> parts(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).toList();
  }

  /** How many its class's constructor takes; negative when that is said in no number. */
  int init() {
    try {
      return Integer.parseInt(component.value("init", "0"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Whether its methods may give back properties of its service: an extension of Felix's. */
  boolean givesProperties() {
    return (edition.felix() && edition.since(2))
        || component.yes("felix:configurableServiceProperties");
  }
}
