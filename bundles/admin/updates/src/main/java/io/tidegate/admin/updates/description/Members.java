package io.tidegate.admin.updates.description;

import io.tidegate.codec.classfile.LinkedType;
import io.tidegate.codec.classfile.MalformedClassException;
import io.tidegate.codec.classfile.Member;
import io.tidegate.codec.classfile.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Methods and fields of a component's class by their names, as Felix SCR finds them (DS 1.4,
 * §112.9.4, §112.3.8): the class first, then its superclasses, without what is private in those and
 * what is open to a package that is not the class's own.
 */
final class Members {
  private static final String SHUT = " has, but static or not open to the component runtime";
  private static final String SHUT_METHOD =
      " has, but static, with a result, or not open to the component runtime";

  /** Which parameters a method may have. */
  @FunctionalInterface
  interface Fit {
    boolean test(List<String> parameters) throws MalformedClassException;
  }

  /**
   * A field.
   *
   * @param type its descriptor
   */
  record Field(String type, int access) {
    boolean is(int flag) {
      return (access & flag) != 0;
    }
  }

  private final List<LinkedType> classes;
  private final String words;
  private final boolean whole;

  Members(LinkedType type) throws MalformedClassException {
    this.classes = type.classes();
    this.words = "class " + type.shape().name().replace('/', '.');
    this.whole = classes.get(classes.size() - 1).shape().parent().isEmpty();
  }

  /** Whether a method may be private or open to its package, and give back properties. */
  record Openness(boolean inner, boolean properties) {}

  /**
   * Why there is no such method; nothing when there is, or when a superclass is not to be found.
   */
  Optional<String> lacking(String name, Fit fit, Openness openness) throws MalformedClassException {
    boolean named = false;
    for (LinkedType type : classes) {
      boolean shut = false;
      for (Map.Entry<Member, Integer> each : type.shape().members().entrySet()) {
        Member member = each.getKey();
        if (member.method() && member.name().equals(name)) {
          named = true;
          if (fit.test(member.parameters())) {
            if (open(type, each.getValue(), openness.inner()) && plain(member, openness)) {
              return Optional.empty();
            }
            shut = true;
          }
        }
      }
      if (shut) {
        return Optional.of(words + SHUT_METHOD); // what is above is not looked at
      }
    }
    if (!whole) {
      return Optional.empty();
    }
    return Optional.of(
        words
            + (named ? " has, but with other parameters than it can be given" : " does not have"));
  }

  private static boolean plain(Member method, Openness openness) {
    return method.result().equals("V")
        || (openness.properties() && method.result().equals(Types.MAP));
  }

  private boolean open(LinkedType in, int access, boolean inner) {
    LinkedType own = classes.get(0);
    if ((access & Shape.STATIC) != 0) {
      return false;
    }
    if ((access & (Shape.PUBLIC | Shape.PROTECTED)) != 0) {
      return true;
    }
    boolean hidden = (access & Shape.PRIVATE) != 0;
    return inner && (hidden ? in == own : in.space() == own.space() && at(in).equals(at(own)));
  }

  private static String at(LinkedType type) {
    String name = type.shape().name();
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** A field, or why there is none that could be set; neither when nothing can be said. */
  record Search(Optional<Field> field, Optional<String> lacking) {}

  /** The nearest field of that name. */
  Search field(String name) {
    for (LinkedType type : classes) {
      for (Map.Entry<Member, Integer> each : type.shape().members().entrySet()) {
        Member member = each.getKey();
        if (!member.method() && member.name().equals(name)) {
          return open(type, each.getValue(), true)
              ? new Search(
                  Optional.of(new Field(member.descriptor(), each.getValue())), Optional.empty())
              : new Search(Optional.empty(), Optional.of(words + SHUT));
        }
      }
    }
    return new Search(
        Optional.empty(), whole ? Optional.of(words + " does not have") : Optional.empty());
  }

  /** Parameters of the public constructors. */
  List<List<String>> constructors() {
    return classes.get(0).shape().members().entrySet().stream()
        .filter(each -> each.getKey().name().equals("<init>"))
        .filter(each -> (each.getValue() & Shape.PUBLIC) != 0)
        .map(each -> each.getKey().parameters())
        .toList();
  }
}
