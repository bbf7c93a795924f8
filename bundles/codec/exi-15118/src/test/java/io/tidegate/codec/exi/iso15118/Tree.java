package io.tidegate.codec.exi.iso15118;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An element as every party sees it.
 *
 * @param namespace of its name; empty for none and where unknown
 * @param typeNamespace of its type, which is that of its attributes; empty where unknown
 * @param text its value, binary in hexadecimal digits; null for element content
 * @param base64 whether XML writes the binary in base 64
 */
record Tree(
    String name,
    String namespace,
    String typeNamespace,
    Map<String, String> attributes,
    String text,
    boolean base64,
    List<Tree> children) {

  /** What a record holds, by the names that it remembers. */
  static Tree of(String name, Object value) {
    if (!(value instanceof Record record)) {
      return new Tree(name, "", "", Map.of(), text(value), false, List.of());
    }
    Map<String, String> attributes = new TreeMap<>();
    List<Tree> children = new ArrayList<>();
    String text = null;
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String wire = component.getAnnotation(Wire.class).value();
      Object part = get(record, component);
      if (part == null) {
        continue;
      }
      if (wire.startsWith("@")) {
        attributes.put(wire.substring(1), text(part));
      } else if (wire.equals("#text")) {
        text = text(part);
      } else {
        boolean list = part instanceof List;
        for (Object each : list ? (List<?>) part : List.of(part)) {
          children.add(child(component, wire, each));
        }
      }
    }
    return new Tree(name, "", "", attributes, text, false, children);
  }

  private static Tree child(RecordComponent component, String wire, Object value) {
    if (wire.equals("*")) {
      Object inner = get((Record) value, value.getClass().getRecordComponents()[0]);
      return of(value.getClass().getAnnotation(Wire.class).value(), inner);
    }
    // of a substitution group the member has the name of its type
    boolean group = component.getType().isInterface() && value instanceof Record;
    return of(group && !(wire.equals("*")) && !isList(component) ? typeName(value) : wire, value);
  }

  private static boolean isList(RecordComponent component) {
    return component.getType() == List.class;
  }

  private static String typeName(Object value) {
    return value.getClass().getAnnotation(Wire.class).value();
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Enum<?> word) {
      try {
        return (String) word.getClass().getMethod("wire").invoke(word);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    if (value instanceof Boolean
        || value instanceof Number
        || value instanceof String
        || value instanceof Bytes) {
      return value instanceof BigInteger big ? big.toString() : value.toString();
    }
    throw new AssertionError("no value: " + value);
  }

  /** Without what records do not tell. */
  Tree plain() {
    return new Tree(
        name, "", "", attributes, text, false, children.stream().map(Tree::plain).toList());
  }

  /** As an XML document; attributes in the namespace of their schema if that is given. */
  String xml(Map<String, String> attributeNamespaces) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.1\" encoding=\"UTF-8\"?>");
    append(xml, attributeNamespaces);
    return xml.toString();
  }

  private void append(StringBuilder xml, Map<String, String> attributeNamespaces) {
    xml.append("<e:").append(name);
    if (namespace.isEmpty()) {
      xml.setLength(xml.length() - name.length() - 3);
      xml.append('<').append(name);
    } else {
      xml.append(" xmlns:e=\"").append(namespace).append('"');
    }
    String qualified = attributeNamespaces.getOrDefault(typeNamespace, "");
    if (!qualified.isEmpty() && !attributes.isEmpty()) {
      xml.append(" xmlns:a=\"").append(qualified).append('"');
    }
    attributes.forEach(
        (key, value) ->
            xml.append(qualified.isEmpty() ? " " : " a:")
                .append(key)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
    xml.append('>');
    if (text != null) {
      xml.append(escaped(base64 ? base64(text) : text));
    }
    children.forEach(child -> child.append(xml, attributeNamespaces));
    xml.append(namespace.isEmpty() ? "</" : "</e:").append(name).append('>');
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(Bytes.ofHex(hex).toArray());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
