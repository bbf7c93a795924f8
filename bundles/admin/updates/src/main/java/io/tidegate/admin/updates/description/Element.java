package io.tidegate.admin.updates.description;

import java.util.Map;

/**
 * An element of a description.
 *
 * @param attributes those without a namespace by their names, those of Felix's extensions by {@code
 *     felix:} and their names; as they are, since the component runtime strips nothing either
 */
record Element(String name, Map<String, String> attributes) {
  Element {
    attributes = Map.copyOf(attributes);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Empty when it has none. */
  String value(String attribute) {
    return value(attribute, "");
  }

  String value(String attribute, String otherwise) {
    return attributes.getOrDefault(attribute, otherwise);
  }

  boolean yes(String attribute) {
    return value(attribute).equals("true");
  }
}
