package io.tidegate.admin.updates.description;

import java.util.List;
import java.util.Set;

/**
 * What the component runtime refuses in a description before it looks at the class: it writes that
 * into the log and does without the component.
 */
final class Grammar {
  private static final Set<String> TYPES =
      Set.of("String", "Long", "Double", "Float", "Integer", "Byte", "Boolean", "Short");
  private static final Set<String> SCOPES = Set.of("singleton", "bundle", "prototype");

  private final Described described;
  private final Edition edition;
  private final Element component;
  private final Faults faults;

  Grammar(Described described, Faults faults) {
    this.described = described;
    this.edition = described.edition();
    this.component = described.component();
    this.faults = faults;
  }

  void check() {
    if (edition.minor() < 0) {
      faults.add("", "has a namespace that no component runtime reads");
      return;
    }
    component();
    times();
    described.parts("property").forEach(this::property);
    service();
    new ReferenceGrammar(edition, faults).check(described.parts("reference"));
  }

  private void component() {
    since(1, List.of("configuration-policy", "activate", "deactivate", "modified"));
    since(2, List.of("configuration-pid"));
    since(4, List.of("activation-fields", "init"));
    faults.when(
        !edition.since(1) && !component.has("name"), "name", "has no name, which DS 1.0 asks for");
    String policy = component.value("configuration-policy", "optional");
    faults.when(
        !Set.of("optional", "require", "ignore").contains(policy),
        "configuration-policy",
        "has configuration-policy " + policy + ", which is none");
    faults.when(
        described.init() < 0, "init", "has init " + component.value("init") + ", no number from 0");
    List<String> pids =
        List.of(component.value("configuration-pid", "$").stripTrailing().split(" ", -1));
    faults.when(Set.copyOf(pids).size() < pids.size(), "configuration-pid", "names one PID twice");
    faults.when(
        !edition.since(3) && pids.size() > 1,
        "configuration-pid",
        "names several PIDs, which takes DS 1.3");
  }

  private void since(int version, List<String> attributes) {
    for (String attribute : attributes) {
      faults.when(
          component.has(attribute) && !edition.since(version),
          attribute,
          "has the attribute " + attribute + ", which takes DS 1." + version);
    }
  }

  private void times() {
    for (String once : List.of("implementation", "service")) {
      faults.when(described.parts(once).size() > 1, once, "has more than one element " + once);
    }
  }

  private void property(Element property) {
    String name = property.value("name");
    faults.when(!property.has("name"), "property", "has a property without a name");
    String type = property.value("type", "String");
    boolean character = type.equals(edition.since(1) ? "Character" : "Char");
    faults.when(
        !TYPES.contains(type) && !character,
        "property " + name,
        "has property " + name + " of type " + type + ", which is none");
    faults.when(
        property.has("value") && !fits(character ? "Integer" : type, property.value("value")),
        "property " + name,
        "has property " + name + ", which is no " + type);
  }

  private static boolean fits(String type, String value) {
    try {
      Object unused =
          switch (type) {
            case "Long" -> Long.valueOf(value);
            case "Double" -> Double.valueOf(value);
            case "Float" -> Float.valueOf(value);
            case "Integer" -> Integer.valueOf(value);
            case "Byte" -> Byte.valueOf(value);
            case "Short" -> Short.valueOf(value);
            default -> value;
          };
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void service() {
    boolean factory = component.has("factory");
    List<Element> services = described.parts("service");
    if (services.isEmpty()) {
      faults.when(
          component.has("immediate") && !component.yes("immediate") && !factory,
          "immediate",
          "is not immediate, no factory and offers nothing: nobody could ask for it");
    } else {
      Element service = services.get(0);
      String old = service.has("servicefactory") && service.yes("servicefactory") ? "bundle" : "";
      String scope = service.value("scope", old.isEmpty() ? "singleton" : old);
      faults.when(
          described.parts("provide").stream().allMatch(each -> each.value("interface").isEmpty()),
          "service",
          "offers a service without saying which");
      faults.when(
          service.has("servicefactory") && edition.since(3),
          "servicefactory",
          "has the attribute servicefactory, which is none since DS 1.3: it is scope now");
      faults.when(
          service.has("scope") && !edition.since(3), "scope", "has a scope, which takes DS 1.3");
      faults.when(
          !SCOPES.contains(scope),
          "scope",
          "offers a service of scope " + scope + ", which is none");
      faults.when(
          !scope.equals("singleton") && (factory || component.yes("immediate")),
          "scope",
          "is immediate or a factory, and its service can be of scope singleton only");
    }
    faults.when(
        factory && component.yes("immediate"), "immediate", "is a factory, and no immediate one");
  }
}
