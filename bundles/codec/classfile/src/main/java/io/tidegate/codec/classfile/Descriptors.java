package io.tidegate.codec.classfile;

import java.util.ArrayList;
import java.util.List;

/** Descriptors and names of classes (JVMS §4.2, §4.3), in the form they have in class files. */
final class Descriptors {
  private static final int DIMENSIONS = 255;
  private static final String NO_NAME = ".;[<>:";

  private Descriptors() {}

  /**
   * The classes that are named in a descriptor of a field or a method, arrays by what is in them.
   *
   * @throws MalformedClassException when it is no descriptor of that kind
   */
  static List<String> classes(String descriptor, boolean method) throws MalformedClassException {
    List<String> classes = new ArrayList<>();
    int at = 0;
    if (method) {
      if (!descriptor.startsWith("(")) {
        throw malformed(descriptor);
      }
      for (at = 1; at < descriptor.length() && descriptor.charAt(at) != ')'; ) {
        at = type(descriptor, at, false, classes);
      }
      at++;
    }
    if (type(descriptor, at, method, classes) != descriptor.length()) {
      throw malformed(descriptor);
    }
    return classes;
  }

  /** Reads a type and says where the next one begins. */
  private static int type(String descriptor, int from, boolean orVoid, List<String> classes)
      throws MalformedClassException {
    int at = from;
    while (at < descriptor.length() && descriptor.charAt(at) == '[') {
      at++;
    }
    if (at >= descriptor.length() || at - from > DIMENSIONS) {
      throw malformed(descriptor);
    }
    char kind = descriptor.charAt(at);
    if (kind == 'L') {
      int end = descriptor.indexOf(';', at);
      if (end < 0) {
        throw malformed(descriptor);
      }
      classes.add(name(descriptor.substring(at + 1, end)));
      return end + 1;
    }
    boolean known = "BCDFIJSZ".indexOf(kind) >= 0 || (kind == 'V' && orVoid && at == from);
    if (!known) {
      throw malformed(descriptor);
    }
    return at + 1;
  }

  /** Checks a class's name: {@code java/lang/Object}. */
  static String name(String name) throws MalformedClassException {
    boolean good = !name.isEmpty() && !name.startsWith("/") && !name.endsWith("/");
    for (int i = 0; i < name.length() && good; i++) {
      char c = name.charAt(i);
      good = NO_NAME.indexOf(c) < 0 && (c != '/' || name.charAt(i - 1) != '/');
    }
    if (!good) {
      throw new MalformedClassException("a class's name in it is none");
    }
    return name;
  }

  /** Checks a field's or method's name (§4.2.2). */
  static String member(String name, boolean method) throws MalformedClassException {
    boolean special = method && (name.equals("<init>") || name.equals("<clinit>"));
    boolean good = !name.isEmpty();
    for (int i = 0; i < name.length() && good; i++) {
      good = (method ? ".;[/<>" : ".;[/").indexOf(name.charAt(i)) < 0;
    }
    if (!good && !special) {
      throw new MalformedClassException("a member's name in it is none");
    }
    return name;
  }

  private static MalformedClassException malformed(String descriptor) {
    String shown = descriptor.length() > 80 ? descriptor.substring(0, 80) + "…" : descriptor;
    return new MalformedClassException("a descriptor in it is none: " + shown);
  }

  /** A class's name as people write it. */
  static String words(String name) {
    return name.replace('/', '.').replace('$', '.');
  }

  /**
   * A member as people write it: {@code int a.b.C.d(java.lang.String)}. The descriptor was read
   * before.
   */
  static String words(String owner, String name, String descriptor) {
    StringBuilder text = new StringBuilder();
    boolean method = descriptor.startsWith("(");
    boolean constructor = name.equals("<init>");
    int result = method ? descriptor.indexOf(')') + 1 : 0;
    if (!constructor) {
      type(text, descriptor, result);
      text.append(' ');
    }
    text.append(words(owner));
    if (!constructor) {
      text.append('.').append(name);
    }
    if (method) {
      text.append('(');
      for (int at = 1; descriptor.charAt(at) != ')'; ) {
        text.append(at > 1 ? ", " : "");
        at = type(text, descriptor, at);
      }
      text.append(')');
    }
    return text.toString();
  }

  private static int type(StringBuilder text, String descriptor, int from) {
    int at = from;
    while (descriptor.charAt(at) == '[') {
      at++;
    }
    int next = at + 1;
    text.append(
        switch (descriptor.charAt(at)) {
          case 'B' -> "byte";
          case 'C' -> "char";
          case 'D' -> "double";
          case 'F' -> "float";
          case 'I' -> "int";
          case 'J' -> "long";
          case 'S' -> "short";
          case 'V' -> "void";
          case 'Z' -> "boolean";
          default -> {
            next = descriptor.indexOf(';', at) + 1;
            yield words(descriptor.substring(at + 1, next - 1));
          }
        });
    text.append("[]".repeat(at - from));
    return next;
  }
}
