package io.tidegate.itests.host;

import java.io.InputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.osgi.framework.Bundle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A form as Kura reads it, out of the file of its PID.
 *
 * @param types of its fields by id, as the file has them
 * @param defaults those that there are, as text
 */
record Form(boolean factory, Map<String, String> types, Map<String, String> defaults) {

  /** Null when the bundle has no such file, or the file is not for that PID. */
  static Form read(Bundle bundle, String pid) throws Exception {
    URL file = bundle.getEntry("OSGI-INF/metatype/" + pid + ".xml");
    if (file == null) {
      return null;
    }
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document document;
    try (InputStream in = file.openStream()) {
      document = factory.newDocumentBuilder().parse(in);
    }
    Element designate = (Element) document.getElementsByTagNameNS("*", "Designate").item(0);
    Element ocd = (Element) document.getElementsByTagNameNS("*", "OCD").item(0);
    boolean many = designate.getAttribute("factoryPid").equals(pid);
    if (!ocd.getAttribute("id").equals(pid)
        || !(many || designate.getAttribute("pid").equals(pid))) {
      return null;
    }
    Map<String, String> types = new HashMap<>();
    Map<String, String> defaults = new HashMap<>();
    NodeList fields = ocd.getElementsByTagNameNS("*", "AD");
    for (int i = 0; i < fields.getLength(); i++) {
      Element field = (Element) fields.item(i);
      types.put(field.getAttribute("id"), field.getAttribute("type"));
      if (field.hasAttribute("default")) {
        // a backslash stands before what would separate the values of a list
        defaults.put(
            field.getAttribute("id"), field.getAttribute("default").replaceAll("\\\\(.)", "$1"));
      }
    }
    return new Form(many, types, defaults);
  }

  /** A text as the field's type. */
  Object typed(String id, String text) {
    return switch (types.get(id)) {
      case "Integer" -> Integer.valueOf(text);
      case "Long" -> Long.valueOf(text);
      case "Double" -> Double.valueOf(text);
      case "Float" -> Float.valueOf(text);
      case "Boolean" -> Boolean.valueOf(text);
      case "Short" -> Short.valueOf(text);
      default -> text;
    };
  }
}
