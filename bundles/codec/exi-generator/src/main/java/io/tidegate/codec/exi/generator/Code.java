package io.tidegate.codec.exi.generator;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A Java source in the making: lines by depth of braces, imports by use. */
final class Code {
  private final String javaPackage;
  private final Set<String> own;
  private final SortedSet<String> imports = new TreeSet<>();
  private final StringBuilder body = new StringBuilder();
  private int depth;

  /**
   * Begins a source.
   *
   * @param own simple names of the package, which an import must not hide
   */
  Code(String javaPackage, Set<String> own) {
    this.javaPackage = javaPackage;
    this.own = own;
  }

  /** The name under which a class is known here: simple where possible. */
  String use(String qualified) {
    int dot = qualified.lastIndexOf('.');
    if (dot < 0) {
      return qualified; // a primitive type
    }
    String owner = qualified.substring(0, dot);
    String simple = qualified.substring(dot + 1);
    if (owner.equals(javaPackage)) {
      return simple;
    }
    boolean taken =
        imports.stream().anyMatch(i -> i.endsWith("." + simple) && !i.equals(qualified));
    if (taken || own.contains(simple)) {
      return qualified;
    }
    if (!owner.equals("java.lang")) {
      imports.add(qualified);
    }
    return simple;
  }

  Code line(String line) {
    if (line.startsWith("}")) {
      depth--;
    }
    body.append("  ".repeat(depth)).append(line).append('\n');
    if (line.endsWith("{")) {
      depth++;
    }
    return this;
  }

  Code line() {
    body.append('\n');
    return this;
  }

  String text() {
    StringBuilder text =
        new StringBuilder("// Generated from the schema model; not to be edited.\n");
    text.append("package ").append(javaPackage).append(";\n\n");
    imports.forEach(i -> text.append("import ").append(i).append(";\n"));
    return text.append(imports.isEmpty() ? "" : "\n").append(body).toString();
  }
}
