package io.tidegate.codec.classfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds members as the machine does (JVMS §5.4.3, §5.4.6). */
final class Lookup {
  private static final int VARARGS = 0x0080;
  private static final int NATIVE = 0x0100;
  private static final String ANY = "([Ljava/lang/Object;)";

  /** Where a member is declared, with its flags. */
  record Declared(LinkedType in, int access) {
    boolean is(int flag) {
      return (access & flag) != 0;
    }
  }

  private Lookup() {}

  /** What a reference leads to. */
  static Optional<Declared> resolve(LinkedType type, Member member) throws MalformedClassException {
    LinkedType.Ancestry ancestry = type.ancestry();
    boolean ofInterface = type.shape().is(Shape.INTERFACE);
    for (LinkedType each : ancestry.chain()) {
      Integer access = each.shape().members().get(member);
      if (access != null && (each == type || !ofInterface || ofAll(access))) {
        return Optional.of(new Declared(each, access));
      }
      if (member.special()) {
        return Optional.empty(); // constructors are not inherited
      }
      if (polymorphic(each.shape(), member)) {
        return Optional.of(new Declared(each, Shape.PUBLIC));
      }
    }
    for (LinkedType each : ancestry.interfaces()) {
      Integer access = each.shape().members().get(member);
      if (access != null && (!member.method() || inherited(access))) {
        return Optional.of(new Declared(each, access));
      }
    }
    return Optional.empty();
  }

  /** What interfaces have of {@code java/lang/Object}. */
  static boolean ofAll(int access) {
    return (access & (Shape.PUBLIC | Shape.STATIC)) == Shape.PUBLIC;
  }

  static boolean inherited(int access) {
    return (access & (Shape.PRIVATE | Shape.STATIC)) == 0;
  }

  /** Methods of handles, which are there for every descriptor (§2.9.3). */
  private static boolean polymorphic(Shape shape, Member member) {
    boolean handle =
        shape.name().equals("java/lang/invoke/MethodHandle")
            || shape.name().equals("java/lang/invoke/VarHandle");
    if (!handle || !member.method()) {
      return false;
    }
    for (Map.Entry<Member, Integer> each : shape.members().entrySet()) {
      if (each.getKey().name().equals(member.name())
          && each.getKey().descriptor().startsWith(ANY)
          && (each.getValue() & (VARARGS | NATIVE)) == (VARARGS | NATIVE)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a call of that method at an object of that type finds one it can run. */
  static boolean runs(LinkedType type, Member member) throws MalformedClassException {
    for (LinkedType each : type.ancestry().chain()) {
      Integer access = each.shape().members().get(member);
      if (access != null && inherited(access)) {
        return (access & Shape.ABSTRACT) == 0;
      }
    }
    List<Declared> found = new ArrayList<>();
    for (LinkedType each : type.ancestry().interfaces()) {
      Integer access = each.shape().members().get(member);
      if (access != null && inherited(access)) {
        found.add(new Declared(each, access));
      }
    }
    int bodies = 0;
    for (Declared each : found) {
      if (!each.is(Shape.ABSTRACT) && !overridden(each, found)) {
        bodies++;
      }
    }
    return bodies == 1;
  }

  private static boolean overridden(Declared one, List<Declared> found)
      throws MalformedClassException {
    for (Declared other : found) {
      if (other.in() != one.in() && other.in().ancestry().interfaces().contains(one.in())) {
        return true;
      }
    }
    return false;
  }
}
