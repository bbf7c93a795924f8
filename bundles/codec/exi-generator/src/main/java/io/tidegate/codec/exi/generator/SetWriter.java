package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Model.ElementRef;
import io.tidegate.codec.exi.generator.Model.QName;
import io.tidegate.codec.exi.generator.Schema.Choice;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Enumeration;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import io.tidegate.codec.exi.generator.Schema.Particle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes the class that reads and writes documents and fragments of a set, and enumerations. */
final class SetWriter {
  private final Model model;
  private final JavaTypes types;
  private final Groups groups;
  private final Grammar grammar;

  SetWriter(Model model, JavaTypes types, Groups groups) {
    this.model = model;
    this.types = types;
    this.groups = groups;
    this.grammar = new Grammar(model);
  }

  String name(Schema schema) {
    return types.packageOf(schema) + "." + JavaNames.type(schema.name()) + "Exi";
  }

  String set(Schema schema) {
    String simple = JavaNames.type(schema.name()) + "Exi";
    List<ElementRef> globals = model.globals(schema);
    boolean messages = schema.elements().values().stream().anyMatch(GlobalElement::isMessage);
    Code code = types.source(types.packageOf(schema));
    String base = code.use(types.runtime.name("MessageSet"));
    String reader = code.use(types.runtime.name("BitReader"));
    String writer = code.use(types.runtime.name("BitWriter"));
    String failure = code.use(types.runtime.name("ExiException"));
    String message = messages ? code.use(groups.message(schema)) : "Record";
    code.line(
        "/** Documents and fragments of {@code " + schema.namespace() + "}. Has no state. */");
    code.line("public final class " + simple + " extends " + base + "<" + message + "> {");
    code.line("/** The one instance. */");
    code.line("public static final " + simple + " SET = new " + simple + "();");
    code.line();
    code.line("private " + simple + "() {");
    code.line("super(\"" + schema.name() + "\", \"" + schema.namespace() + "\");");
    code.line("}");
    code.line();
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(globals.size());
    code.line("@Override");
    code.line("protected " + message + " root(" + reader + " reader) throws " + failure + " {");
    if (!messages) {
      code.line("throw reader.noMessage();");
    } else {
      switchOfRoots(globals, bits, code);
    }
    code.line("}").line();
    code.line("@Override");
    code.line("protected void root(" + message + " message, " + writer + " writer) {");
    String start = "if (";
    for (int i = 0; i < globals.size(); i++) {
      if (globals.get(i).element().isMessage()) {
        String type = type(globals.get(i), code);
        code.line(start + "message instanceof " + type + " it) {");
        code.line("writer.bits(" + i + ", " + bits + ");");
        code.line("it.encode(writer);");
        start = "} else if (";
      }
    }
    if (messages) {
      code.line("} else {");
    }
    code.line("throw new IllegalArgumentException(\"no message of \" + name());");
    if (messages) {
      code.line("}");
    }
    code.line("}");
    for (String fragment : schema.fragments()) {
      fragment(schema, fragment, code);
    }
    code.line("}");
    return code.text();
  }

  private void switchOfRoots(List<ElementRef> globals, int bits, Code code) {
    code.line("return switch (reader.event(" + bits + ", " + (globals.size() + 1) + ")) {");
    for (int i = 0; i < globals.size(); i++) {
      if (globals.get(i).element().isMessage()) {
        code.line("case " + i + " -> " + type(globals.get(i), code) + ".decode(reader);");
      }
    }
    code.line("default -> throw reader.noMessage();");
    code.line("};");
  }

  private String type(ElementRef element, Code code) {
    ComplexRef type = model.complex(element.schema(), element.element().type()).orElseThrow();
    return code.use(types.of(type));
  }

  private void fragment(Schema schema, String reference, Code code) {
    List<QName> names = new ArrayList<>(model.elementNames(schema));
    String local = reference.substring(reference.indexOf(':') + 1);
    Schema owner = owner(schema, reference);
    QName qname = new QName(local, owner.namespace());
    int index = names.indexOf(qname);
    if (index < 0) {
      throw new ModelException(schema.name() + ": no element " + reference);
    }
    Set<Event> declared = declarations(owner, local);
    if (declared.size() != 1 || !(declared.iterator().next() instanceof Valued value)) {
      throw new ModelException(schema.name() + ": " + reference + " has several types, or none");
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(names.size() + 1);
    String type = code.use(types.of(value, false));
    String java = JavaNames.type(local);
    int end = names.size() + 1;
    String numbers = bits + ", " + index + ", " + end;
    code.line();
    code.line(
        "/** The fragment of an element {@code "
            + local
            + "}, as it is digested for a signature. */");
    code.line("public static byte[] encode" + java + "(" + type + " value) {");
    code.line(
        code.use(types.runtime.name("BitWriter"))
            + " writer = openFragment("
            + bits
            + ", "
            + index
            + ");");
    code.line("value.encode(writer);");
    code.line("return closeFragment(writer, " + bits + ", " + end + ");");
    code.line("}");
    code.line();
    code.line("/** Reads such a fragment. */");
    code.line(
        "public static "
            + type
            + " decode"
            + java
            + "(byte[] fragment) throws "
            + code.use(types.runtime.name("ExiException"))
            + " {");
    code.line(
        code.use(types.runtime.name("BitReader"))
            + " reader = openFragment(fragment, "
            + numbers
            + ");");
    code.line(type + " value = " + type + ".decode(reader);");
    code.line("closeFragment(reader, " + bits + ", " + end + ");");
    code.line("return value;");
    code.line("}");
  }

  private Schema owner(Schema schema, String reference) {
    int colon = reference.indexOf(':');
    return colon < 0 ? schema : model.schema(reference.substring(0, colon));
  }

  /** Every declaration of an element of this name in a schema. */
  private Set<Event> declarations(Schema schema, String name) {
    Set<Event> found = new LinkedHashSet<>();
    GlobalElement global = schema.elements().get(name);
    if (global != null) {
      found.add(grammar.element(schema, name, global.type()));
    }
    for (Definition definition : schema.definitions().values()) {
      if (definition instanceof Complex complex) {
        complex.particles().forEach(p -> declarations(schema, name, p, found));
      }
    }
    return found;
  }

  private void declarations(Schema schema, String name, Particle particle, Set<Event> found) {
    if (particle instanceof LocalElement local && local.name().equals(name)) {
      found.add(grammar.element(schema, name, local.type()));
    } else if (particle instanceof Choice choice) {
      choice.alternatives().forEach(p -> declarations(schema, name, p, found));
    }
  }

  String words(Schema schema, Enumeration words) {
    Code code = types.source(types.packageOf(schema));
    String name = JavaNames.type(words.name());
    code.line("/** {@code " + words.name() + "} of {@code " + schema.namespace() + "}. */");
    code.line("public enum " + name + " {");
    int last = words.words().size() - 1;
    for (int i = 0; i <= last; i++) {
      String word = words.words().get(i);
      code.line("/** {@code " + word + "}. */");
      code.line(JavaNames.constant(word) + "(\"" + word + "\")" + (i == last ? ";" : ","));
    }
    code.line();
    code.line("private static final " + name + "[] ALL = values();");
    code.line();
    code.line("private final String wire;");
    code.line();
    code.line(name + "(String wire) {").line("this.wire = wire;").line("}").line();
    code.line("/** The word of the standard. */");
    code.line("public String wire() {").line("return wire;").line("}").line();
    code.line("/** The word of this index in the schema. */");
    code.line("public static " + name + " at(int index) {").line("return ALL[index];").line("}");
    code.line("}");
    return code.text();
  }
}
