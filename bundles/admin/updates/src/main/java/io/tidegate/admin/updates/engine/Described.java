package io.tidegate.admin.updates.engine;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A service component as its description has it (DS 1.4, §112.4), as far as it names classes.
 *
 * @param name of the component; its class's where the description gives none
 * @param implementation name of its class; empty when the description has none
 * @param provides names of what it offers
 * @param demands names of what it asks for and cannot do without
 */
record Described(String name, String implementation, List<String> provides, List<String> demands) {
  private static final String NAMESPACE = "http://www.osgi.org/xmlns/scr/";

  Described {
    provides = List.copyOf(provides);
    demands = List.copyOf(demands);
  }

  /**
   * The components of one file. Whoever made it is not trusted: it cannot name other files, and
   * entities it defines are refused.
   *
   * @throws XMLStreamException when it is no well-formed XML, or has a document type
   */
  static List<Described> read(byte[] xml) throws XMLStreamException {
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
          if (in.getLocalName().equals("component") && (root || ours(in)) && known(in)) {
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

  private static boolean ours(XMLStreamReader in) {
    return in.getNamespaceURI() != null && in.getNamespaceURI().startsWith(NAMESPACE);
  }

  private static boolean known(XMLStreamReader in) {
    return in.getNamespaceURI() == null || in.getNamespaceURI().isEmpty() || ours(in);
  }

  /** From its start to its end. */
  private static Described component(XMLStreamReader in) throws XMLStreamException {
    String name = value(in, "name");
    String implementation = "";
    List<String> provides = new ArrayList<>();
    List<String> demands = new ArrayList<>();
    for (int depth = 1; depth > 0; ) {
      int event = in.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        switch (known(in) ? in.getLocalName() : "") {
          case "implementation" -> implementation = value(in, "class");
          case "provide" -> provides.add(value(in, "interface"));
          case "reference" -> {
            if (!value(in, "cardinality").startsWith("0")) {
              demands.add(value(in, "interface"));
            }
          }
          default -> {
            // names no class
          }
        }
      }
    }
    return new Described(name.isEmpty() ? implementation : name, implementation, provides, demands);
  }

  private static String value(XMLStreamReader in, String attribute) {
    String value = in.getAttributeValue(null, attribute);
    return value == null ? "" : value.strip();
  }
}
