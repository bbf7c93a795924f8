package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.description.Described;
import io.tidegate.admin.updates.description.Inspection;
import io.tidegate.codec.classfile.ClassSpace;
import io.tidegate.codec.classfile.MalformedClassException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What classes that a bundle names mean in it. The updater's thread. */
final class Naming {
  private final Space space;
  private final boolean dynamic;

  /**
   * @param dynamic whether the bundle may find packages of others while it runs
   */
  Naming(Space space, boolean dynamic) {
    this.space = space;
    this.dynamic = dynamic;
  }

  /**
   * Why a class cannot be had; nothing when it can. Of a bundle that finds packages while it runs
   * only its start tells ({@link Components#unloadable}).
   */
  Optional<String> absent(String type) {
    try {
      ClassSpace.Sight sight = space.find(path(type));
      if (sight instanceof ClassSpace.There || dynamic) {
        return Optional.empty();
      }
      return Optional.of(
          sight instanceof ClassSpace.Absent nobody
              ? "which " + nobody.provider() + " does not have"
              : "which nobody has");
    } catch (MalformedClassException e) {
      return Optional.of("which cannot be read: " + e.getMessage());
    }
  }

  /** What is wrong with a component: a sentence each, by what it is about. */
  Map<String, String> faults(Described component) {
    Map<String, String> faults = new TreeMap<>();
    String type = component.implementation();
    String what = "component " + component.name() + " is to be ";
    if (type.isEmpty()) {
      faults.put("", what + "a class, and the file does not say which");
      return faults;
    }
    faults.putAll(Inspection.faults(component, space));
    Optional<String> absent = absent(type);
    if (absent.isPresent()) {
      faults.put(type, what + "class " + type + ", " + absent.get());
      return faults;
    }
    for (String service : component.provides()) {
      if (!fits(type, service)) {
        faults.put(
            type + " " + service,
            "class " + type + " is to be offered as " + service + ", and is none");
      }
    }
    for (String service : component.demands()) {
      lacking(service)
          .ifPresent(
              provider ->
                  faults.put(
                      service,
                      what + "given " + service + ", which " + provider + " does not have"));
    }
    return faults;
  }

  /** Whether a class is what it is to be offered as, as far as its supertypes are to be found. */
  private boolean fits(String type, String service) {
    try {
      return !(space.find(path(type)) instanceof ClassSpace.There there)
          || there.type().maybe(path(service));
    } catch (MalformedClassException e) {
      return true; // a supertype that is none: told of where it is
    }
  }

  /** Who should have a type and has not. */
  private Optional<String> lacking(String service) {
    try {
      // a bundle may ask for what it does not see, and take the reference alone
      return space.find(path(service)) instanceof ClassSpace.Absent nobody
          ? Optional.of(nobody.provider())
          : Optional.empty();
    } catch (MalformedClassException e) {
      return Optional.empty(); // told of where it is
    }
  }

  private static String path(String type) {
    return type.replace('.', '/');
  }
}
