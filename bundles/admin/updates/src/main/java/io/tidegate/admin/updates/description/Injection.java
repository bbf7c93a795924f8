package io.tidegate.admin.updates.description;

import io.tidegate.codec.classfile.MalformedClassException;
import io.tidegate.codec.classfile.Shape;
import java.util.List;
import java.util.Optional;

/**
 * How a component is given the services it refers to: methods, fields, parameters of its
 * constructor (DS 1.4, §112.3.4 to §112.3.9). What is missed here is a component that fails, or one
 * that works without a service it has asked for, or goes on with one that has gone.
 */
final class Injection {
  private final Described described;
  private final Edition edition;
  private final Members members;
  private final Types types;

  Injection(Described described, Members members, Types types) {
    this.described = described;
    this.edition = described.edition();
    this.members = members;
    this.types = types;
  }

  void check(Faults faults) throws MalformedClassException {
    for (Element reference : described.parts("reference")) {
      // the runtime looks for the other methods only where there is one to bind
      List<String> roles =
          reference.has("bind") ? List.of("bind", "unbind", "updated") : List.<String>of();
      for (String role : roles) {
        if (reference.has(role)) {
          method(reference, role, faults);
        }
      }
      if (reference.has("field")) {
        field(reference, faults);
      }
      if (reference.value("parameter").matches("\\d{1,3}")) {
        int index = Integer.parseInt(reference.value("parameter"));
        faults.when(
            described.init() >= 0 && index >= described.init(),
            about(reference) + " parameter",
            "has " + about(reference) + " with parameter " + index + ", beyond those of init");
      }
    }
  }

  private static String about(Element reference) {
    return "reference " + ReferenceGrammar.name(reference);
  }

  private void method(Element reference, String role, Faults faults)
      throws MalformedClassException {
    String name = reference.value(role);
    members
        .lacking(
            name,
            given -> fits(given, reference.value("interface")),
            new Members.Openness(edition.since(1), described.givesProperties()))
        .ifPresent(
            why ->
                faults.add(
                    about(reference) + " " + role + " " + name,
                    "has "
                        + about(reference)
                        + " with "
                        + role
                        + " method "
                        + name
                        + ", which "
                        + why));
  }

  /** One parameter; since DS 1.1 the properties may come with it, since 1.3 any number of them. */
  private boolean fits(List<String> given, String service) throws MalformedClassException {
    if (!edition.since(3)) {
      boolean properties = edition.since(1) && given.size() == 2 && given.get(1).equals(Types.MAP);
      boolean alone = given.size() == 1;
      return (alone && Types.handed(given.get(0), service, edition))
          || ((alone || properties) && types.service(given.get(0), service));
    }
    for (String type : given) {
      if (!Types.handed(type, service, edition) && !types.service(type, service)) {
        return false;
      }
    }
    return true;
  }

  private void field(Element reference, Faults faults) throws MalformedClassException {
    String name = reference.value("field");
    Members.Search search = members.field(name);
    Optional<String> why =
        search.field().isPresent() ? unfit(search.field().get(), reference) : search.lacking();
    why.ifPresent(
        words ->
            faults.add(
                about(reference) + " field " + name,
                "has " + about(reference) + " with field " + name + ", which " + words));
  }

  private Optional<String> unfit(Members.Field field, Element reference)
      throws MalformedClassException {
    boolean several = reference.value("cardinality").endsWith("..n");
    boolean replaced = !several || !reference.value("field-option").equals("update");
    boolean dynamic = reference.value("policy").equals("dynamic");
    if (!types.injected(field.type(), reference)
        || (several && replaced && !Types.whole(field.type()))) {
      return Optional.of("is of a type that it cannot be given");
    }
    if (replaced && field.is(Shape.FINAL)) {
      return Optional.of("is final");
    }
    if (replaced && dynamic && !field.is(Shape.VOLATILE)) {
      return Optional.of("has to be volatile, since the reference is dynamic");
    }
    return replaced || dynamic
        ? Optional.empty()
        : Optional.of("cannot be updated, since the reference is static");
  }
}
