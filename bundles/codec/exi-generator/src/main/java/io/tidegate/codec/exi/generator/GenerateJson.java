package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Schema.Choice;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Enumeration;
import io.tidegate.codec.exi.generator.Schema.Flag;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import io.tidegate.codec.exi.generator.Schema.Particle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tool that writes, for the records of a model, classes that turn them into JSON and back. */
public final class GenerateJson {
  private final Model model;
  private final JavaTypes types;
  private final JavaTypes json;
  private final Grammar grammar;
  private final Map<String, String> sources = new LinkedHashMap<>();

  private GenerateJson(Model model, String rootOfRecords, String root) {
    this.model = model;
    this.types = new JavaTypes(model, rootOfRecords);
    this.json = new JavaTypes(model, root);
    this.grammar = new Grammar(model);
  }

  /**
   * Writes everything.
   *
   * @param arguments folder of the model, folder for Java, root package of the records, root
   *     package of what is written: there {@code JsonIn}, {@code JsonOut} and {@code JsonSet} are
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("model, Java, root package of records, root package");
    }
    GenerateJson all =
        new GenerateJson(Model.read(Path.of(arguments[0])), arguments[2], arguments[3]);
    all.generate();
    Generate.replace(Path.of(arguments[1]), all.sources);
  }

  private void generate() {
    for (Schema schema : model.schemas()) {
      for (Definition definition : schema.definitions().values()) {
        String name = JsonWriter.name(json, schema, definition.name());
        if (definition instanceof Enumeration words) {
          sources.put(name, words(schema, words));
        } else if (definition instanceof Complex complex
            && !complex.is(Flag.ABSTRACT)
            && !complex.is(Flag.OPAQUE)) {
          ComplexRef type = new ComplexRef(schema, complex);
          sources.put(name, new JsonWriter(type, grammar, types, json).text());
        }
      }
      if (schema.document()) {
        sources.put(JsonWriter.name(json, schema, schema.name() + "Set"), set(schema));
      }
    }
  }

  private String words(Schema schema, Enumeration words) {
    Code code = json.source(json.packageOf(schema));
    String simple = JavaNames.type(words.name()) + "Json";
    String type = types.packageOf(schema) + "." + JavaNames.type(words.name());
    code.line("/** {@link " + type + "} in JSON. */");
    code.line("public final class " + simple + " {");
    code.line("private " + simple + "() {}").line();
    code.line("/** Reads a word. */");
    String in = code.use(json.runtime.name("JsonIn"));
    String failure = code.use("java.io.IOException");
    code.line("public static " + type + " read(" + in + " in) throws " + failure + " {");
    code.line("return switch (in.word()) {");
    for (String word : words.words()) {
      code.line("case \"" + word + "\" -> " + type + "." + JavaNames.constant(word) + ";");
    }
    code.line("default -> throw in.wrong(\"is none of " + String.join(" ", words.words()) + "\");");
    code.line("};").line("}").line("}");
    return code.text();
  }

  /** Messages and fragments of a document schema by name. */
  private String set(Schema schema) {
    Code code = json.source(json.packageOf(schema));
    String simple = JavaNames.type(schema.name() + "Set") + "Json";
    String exi = types.packageOf(schema) + "." + JavaNames.type(schema.name()) + "Exi";
    code.line("/** Messages and fragments of {@code " + schema.namespace() + "} in JSON. */");
    code.line(
        "public final class " + simple + " implements " + json.runtime.name("JsonSet") + " {");
    List<GlobalElement> messages =
        schema.elements().values().stream().filter(GlobalElement::isMessage).toList();
    decode(exi, messages.isEmpty(), code);
    write(schema, messages, code);
    encode(schema, messages, exi, code);
    fragments(schema, exi, code);
    code.line("}");
    return code.text();
  }

  private void decode(String exi, boolean none, Code code) {
    String failure = types.runtime.name("ExiException");
    code.line("@Override");
    code.line("public Object decode(byte[] bytes, int offset, int length) throws " + failure);
    code.line("{");
    code.line(none ? "return null;" : "return " + exi + ".SET.decode(bytes, offset, length);");
    code.line("}").line();
  }

  private void write(Schema schema, List<GlobalElement> messages, Code code) {
    code.line("@Override");
    code.line("public String name(Object message) {");
    for (GlobalElement message : messages) {
      code.line("if (message instanceof " + record(schema, message) + " it) {");
      Map<String, String> bodies = bodies(schema, message);
      bodies.forEach(
          (name, instance) ->
              code.line("if (it." + instance + ") {").line("return \"" + name + "\";").line("}"));
      code.line("return \"" + message.name() + "\";");
      code.line("}");
    }
    code.line("throw new IllegalArgumentException();");
    code.line("}").line();
    code.line("@Override");
    code.line(
        "public void write(Object message, " + code.use(json.runtime.name("JsonOut")) + " out) {");
    for (GlobalElement message : messages) {
      code.line("if (message instanceof " + record(schema, message) + " it) {");
      code.line(JsonWriter.name(json, schema, message.type()) + ".fields(it, out);");
      code.line("}");
    }
    code.line("}").line();
  }

  /**
   * The members of the substitution group that is all of an element of the message: such a message
   * goes by the name of the member.
   */
  private Map<String, String> bodies(Schema schema, GlobalElement message) {
    Map<String, String> bodies = new LinkedHashMap<>();
    ComplexRef type = model.complex(schema, message.type()).orElseThrow();
    for (Term outer : grammar.content(type).terms()) {
      Event first = outer.events().get(0);
      if (outer.repeats() || !(first instanceof Valued value) || value.complex() == null) {
        continue;
      }
      List<Term> inner = grammar.content(value.complex()).terms();
      if (inner.size() == 1 && inner.get(0).kind() == Kind.GROUP) {
        String read = outer.component() + "()." + inner.get(0).component() + "() instanceof ";
        for (Event event : inner.get(0).events()) {
          if (event instanceof Valued member) {
            bodies.put(member.name(), read + types.of(member.complex()));
          }
        }
      }
    }
    return bodies;
  }

  private void encode(Schema schema, List<GlobalElement> messages, String exi, Code code) {
    String in = code.use(json.runtime.name("JsonIn"));
    String failure = code.use("java.io.IOException");
    code.line("@Override");
    code.line("public Object read(String name, " + in + " in) throws " + failure + " {");
    code.line("return switch (name) {");
    for (GlobalElement message : messages) {
      List<String> names = new ArrayList<>(List.of(message.name()));
      names.addAll(bodies(schema, message).keySet());
      code.line(
          "case \""
              + String.join("\", \"", names)
              + "\" -> "
              + JsonWriter.name(json, schema, message.type())
              + ".read(in);");
    }
    code.line("default -> null;");
    code.line("};").line("}").line();
    code.line("@Override");
    code.line("public byte[] encode(Object message) {");
    code.line(
        messages.isEmpty()
            ? "throw new IllegalArgumentException();"
            : "return "
                + exi
                + ".SET.encode(("
                + types.packageOf(schema)
                + "."
                + JavaNames.type(schema.name())
                + "Message) message);");
    code.line("}").line();
  }

  private String record(Schema schema, GlobalElement message) {
    return types.of(model.complex(schema, message.type()).orElseThrow());
  }

  private void fragments(Schema schema, String exi, Code code) {
    String in = code.use(json.runtime.name("JsonIn"));
    String out = code.use(json.runtime.name("JsonOut"));
    List<String> names = new ArrayList<>();
    Map<String, ComplexRef> found = new LinkedHashMap<>();
    for (String reference : schema.fragments()) {
      String name = reference.substring(reference.indexOf(':') + 1);
      names.add("\"" + name + "\"");
      found.put(name, fragment(schema, reference));
    }
    code.line("@Override");
    code.line("public " + code.use("java.util.List") + "<String> fragments() {");
    code.line("return List.of(" + String.join(", ", names) + ");");
    code.line("}").line();
    code.line("@Override");
    code.line("public Object decodeFragment(String name, byte[] bytes)");
    code.line("    throws " + types.runtime.name("ExiException") + " {");
    code.line(found.isEmpty() ? "switch (name) {" : "return switch (name) {");
    for (String name : found.keySet()) {
      String java = JavaNames.type(name);
      code.line("case \"" + name + "\" -> " + exi + ".decode" + java + "(bytes);");
    }
    code.line("default -> throw new IllegalArgumentException(name);");
    code.line(found.isEmpty() ? "}" : "};").line("}").line();
    code.line("@Override");
    code.line("public void writeFragment(String name, Object value, " + out + " out) {");
    code.line("switch (name) {");
    found.forEach(
        (name, type) -> {
          String record = "(" + types.of(type) + ") value";
          String writer = JsonWriter.name(json, type.schema(), type.type().name());
          code.line("case \"" + name + "\" -> " + writer + ".fields(" + record + ", out);");
        });
    code.line("default -> throw new IllegalArgumentException(name);");
    code.line("}").line("}").line();
    code.line("@Override");
    code.line("public byte[] encodeFragment(String name, " + in + " in)");
    code.line("    throws " + code.use("java.io.IOException") + " {");
    code.line("return switch (name) {");
    found.forEach(
        (name, type) -> {
          String read = JsonWriter.name(json, type.schema(), type.type().name()) + ".read(in)";
          String java = JavaNames.type(name);
          code.line("case \"" + name + "\" -> " + exi + ".encode" + java + "(" + read + ");");
        });
    code.line("default -> null;");
    code.line("};").line("}");
  }

  /** The complex type of an element that is encoded as a fragment. */
  private ComplexRef fragment(Schema schema, String reference) {
    int colon = reference.indexOf(':');
    Schema owner = colon < 0 ? schema : model.schema(reference.substring(0, colon));
    String name = reference.substring(colon + 1);
    GlobalElement global = owner.elements().get(name);
    if (global != null) {
      return model.complex(owner, global.type()).orElseThrow();
    }
    return owner.definitions().values().stream()
        .filter(Complex.class::isInstance)
        .flatMap(d -> elements(((Complex) d).particles()))
        .filter(e -> e.name().equals(name))
        .flatMap(e -> model.complex(owner, e.type()).stream())
        .findFirst()
        .orElseThrow(() -> new ModelException("no element " + reference));
  }

  private static Stream<LocalElement> elements(List<Particle> particles) {
    return particles.stream()
        .flatMap(
            p ->
                p instanceof Choice choice
                    ? elements(choice.alternatives())
                    : p instanceof LocalElement local ? Stream.of(local) : Stream.empty());
  }
}
