package io.tidegate.admin.updates.description;

import io.tidegate.codec.classfile.ClassSpace;
import io.tidegate.codec.classfile.MalformedClassException;
import java.util.Map;

/** Holds a description against its class: what would be refused, or missed, when it is started. */
public final class Inspection {
  private Inspection() {}

  /**
   * What is wrong with a component: a sentence each, by what it is about. Nothing that cannot be
   * looked at is wrong: a class that is not there, supertypes that are nowhere to be found.
   *
   * @param space of the bundle whose description it is
   */
  public static Map<String, String> faults(Described described, ClassSpace space) {
    Faults faults = new Faults(described.name());
    new Grammar(described, faults).check();
    if (described.edition().minor() >= 0) {
      try {
        String path = described.implementation().replace('.', '/');
        if (space.find(path) instanceof ClassSpace.There there) {
          Types types = new Types(space);
          Members members = new Members(there.type());
          new Lifecycle(described, members, types).check(there.type().shape(), faults);
          new Injection(described, members, types).check(faults);
        }
      } catch (MalformedClassException e) {
        return faults.found(); // a class that is none: told of where it is
      }
    }
    return faults.found();
  }
}
