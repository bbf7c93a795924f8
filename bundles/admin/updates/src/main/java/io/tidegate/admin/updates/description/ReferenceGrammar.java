package io.tidegate.admin.updates.description;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the component runtime refuses in a reference: the component goes with it. */
final class ReferenceGrammar {
  private final Edition edition;
  private final Faults faults;

  ReferenceGrammar(Edition edition, Faults faults) {
    this.edition = edition;
    this.faults = faults;
  }

  /** Name of a reference; its service's where the description gives none. */
  static String name(Element reference) {
    return reference.value("name", reference.value("interface"));
  }

  void check(List<Element> references) {
    Set<String> names = new HashSet<>();
    for (Element reference : references) {
      String name = name(reference);
      faults.when(!names.add(name), "reference " + name, "has more than one reference " + name);
      check(reference, "reference " + name);
    }
  }

  private void check(Element reference, String about) {
    faults.when(!reference.has("interface"), about, "has a reference to nothing: " + about);
    faults.when(
        !reference.has("name") && !edition.since(1),
        about,
        "has a reference without a name, which DS 1.0 asks for: " + about);
    oneOf(reference, about, "cardinality", Set.of("0..1", "0..n", "1..1", "1..n"));
    oneOf(reference, about, "policy", Set.of("static", "dynamic"));
    oneOf(
        reference,
        about,
        "policy-option",
        edition.since(2) ? Set.of("reluctant", "greedy") : Set.of("reluctant"));
    oneOf(
        reference,
        about,
        "scope",
        edition.since(3) ? Set.of("bundle", "prototype", "prototype_required") : Set.of());
    since(edition.felix() ? 1 : 2, reference, about, "updated");
    since(3, reference, about, "field");
    since(4, reference, about, "parameter");
    faults.when(
        reference.has("parameter") && !reference.value("parameter").matches("\\d{1,3}"),
        about + " parameter",
        "has " + about + " with parameter " + reference.value("parameter") + ", no index from 0");
    if (reference.has("field")) {
      boolean several = reference.value("cardinality").endsWith("..n");
      oneOf(
          reference,
          about,
          "field-option",
          several ? Set.of("replace", "update") : Set.of("replace"));
    }
    if (reference.has("field") || reference.has("parameter")) {
      oneOf(
          reference,
          about,
          "field-collection-type",
          Set.of("service", "properties", "reference", "serviceobjects", "tuple"));
    }
  }

  private void oneOf(Element reference, String about, String attribute, Set<String> values) {
    String value = reference.value(attribute);
    faults.when(
        reference.has(attribute) && !values.contains(value),
        about + " " + attribute,
        "has " + about + " with " + attribute + " " + value + ", which is none here");
  }

  private void since(int version, Element reference, String about, String attribute) {
    faults.when(
        reference.has(attribute) && !edition.since(version),
        about + " " + attribute,
        "has " + about + " with " + attribute + ", which takes DS 1." + version);
  }
}
