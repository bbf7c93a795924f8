package io.tidegate.admin.updates.description;

import io.tidegate.codec.classfile.MalformedClassException;
import io.tidegate.codec.classfile.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What makes an object of a component and ends it: its constructor, its activation fields, and the
 * methods that its description names (DS 1.4, §112.5.7 to §112.5.15). Without the first, or the
 * method for the activation, the component fails when it is asked for; a field, or the method for
 * its end or a new configuration, is only missed in the log, and what it should do is not done.
 */
final class Lifecycle {
  private static final Set<String> REASON = Set.of("I", "Ljava/lang/Integer;");

  private final Described described;
  private final Edition edition;
  private final Element component;
  private final Members members;
  private final Types types;

  Lifecycle(Described described, Members members, Types types) {
    this.described = described;
    this.edition = described.edition();
    this.component = described.component();
    this.members = members;
    this.types = types;
  }

  void check(Shape type, Faults faults) throws MalformedClassException {
    String words = "class " + type.name().replace('/', '.');
    if (type.is(Shape.INTERFACE) || type.is(Shape.ABSTRACT)) {
      faults.add("class", "is to be " + words + ", which is abstract");
    } else if (!type.is(Shape.PUBLIC)) {
      faults.add("class", "is to be " + words + ", which is not public");
    } else if (described.init() >= 0 && !constructed()) {
      faults.add(
          "init",
          "is to be "
              + words
              + ", which has no public constructor with "
              + described.init()
              + " parameters that it can be given");
    }
    for (String name : List.of("activate", "deactivate", "modified")) {
      if (component.has(name)) {
        method(name, faults);
      }
    }
    for (String field : component.value("activation-fields").split(" ", -1)) {
      if (!field.isEmpty()) {
        activation(field, faults);
      }
    }
  }

  private void method(String attribute, Faults faults) throws MalformedClassException {
    String name = component.value(attribute);
    boolean ends = attribute.equals("deactivate");
    members
        .lacking(
            name,
            given -> fits(given, ends),
            new Members.Openness(true, described.givesProperties()))
        .ifPresent(
            why ->
                faults.add(
                    attribute + " " + name,
                    "has " + attribute + " method " + name + ", which " + why));
  }

  private boolean fits(List<String> given, boolean ends) throws MalformedClassException {
    for (String type : given) {
      boolean reason = REASON.contains(type) && (ends || given.size() == 1);
      boolean plain =
          type.equals(Types.CONTEXT) || type.equals(Types.BUNDLE) || type.equals(Types.MAP);
      if (!reason && !plain && !(edition.since(3) && configuration(type))) {
        return false;
      }
    }
    return true;
  }

  private boolean configuration(String type) throws MalformedClassException {
    return types.annotation(type)
        || (component.yes("felix:configureWithInterfaces") && types.interfaces(type));
  }

  private void activation(String name, Faults faults) throws MalformedClassException {
    Members.Search search = members.field(name);
    Optional<String> why =
        search.field().isPresent() && !types.own(search.field().get().type())
            ? Optional.of("is of a type that it cannot be given")
            : search.lacking();
    why.ifPresent(
        words ->
            faults.add(
                "activation-fields " + name, "has activation field " + name + ", which " + words));
  }

  private boolean constructed() throws MalformedClassException {
    Map<Integer, List<Element>> references = new TreeMap<>();
    for (Element reference : described.parts("reference")) {
      if (reference.value("parameter").matches("\\d{1,3}")) {
        references
            .computeIfAbsent(Integer.valueOf(reference.value("parameter")), i -> new ArrayList<>())
            .add(reference);
      }
    }
    for (List<String> each : members.constructors()) {
      if (each.size() == described.init() && takes(each, references)) {
        return true;
      }
    }
    return false;
  }

  private boolean takes(List<String> given, Map<Integer, List<Element>> references)
      throws MalformedClassException {
    for (int i = 0; i < given.size(); i++) {
      boolean fits = !references.containsKey(i) && types.own(given.get(i));
      for (Element reference : references.getOrDefault(i, List.of())) {
        fits |= types.injected(given.get(i), reference);
      }
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
