package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Enumeration;
import io.tidegate.codec.exi.generator.Schema.Flag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The tool: reads a model, writes Java and XML schemas. */
public final class Generate {
  private final Map<String, String> sources = new LinkedHashMap<>();

  private Generate() {}

  /**
   * Writes everything.
   *
   * @param arguments folder of the model, folder for Java, root package, folder for XML schemas
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("model, Java, root package, XML schemas");
    }
    Model model = Model.read(Path.of(arguments[0]));
    Map<String, String> java = java(model, arguments[2]);
    Path folder = Path.of(arguments[1]);
    replace(folder, java);
    for (Schema schema : model.schemas()) {
      write(
          Path.of(arguments[3]).resolve(schema.name() + ".xsd"),
          new XsdWriter(model, schema).text());
    }
  }

  /**
   * Writes sources by qualified class name into a folder that holds nothing else afterwards. Files
   * that are right already are left as they are.
   */
  static void replace(Path folder, Map<String, String> sources) throws IOException {
    Set<Path> written = new HashSet<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
      write(file, source.getValue());
      written.add(file);
    }
    deleteOthers(folder, written);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  /** What an earlier model has left would be compiled, too. */
  private static void deleteOthers(Path folder, Set<Path> written) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!written.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Sources by qualified class name. */
  static Map<String, String> java(Model model, String rootPackage) {
    JavaTypes types = new JavaTypes(model, rootPackage);
    Groups groups = new Groups(model, types);
    RecordWriter records = new RecordWriter(model, types, groups);
    SetWriter sets = new SetWriter(model, types, groups);
    new Nesting(model).check();
    Generate out = new Generate();
    for (Schema schema : model.schemas()) {
      for (Definition definition : schema.definitions().values()) {
        if (definition instanceof Enumeration words) {
          String name = types.packageOf(schema) + "." + JavaNames.type(words.name());
          out.add(name, sets.words(schema, words));
        } else if (definition instanceof Complex complex) {
          out.complex(new ComplexRef(schema, complex), types, records);
        }
      }
      if (schema.document()) {
        out.add(sets.name(schema), sets.set(schema));
      }
      out.packageInfo(schema, types.packageOf(schema));
    }
    groups.members.forEach(
        (name, members) -> {
          List<ComplexRef> all = new ArrayList<>(members.values());
          out.add(name, records.group(name, all));
        });
    return out.sources;
  }

  private void complex(ComplexRef type, JavaTypes types, RecordWriter records) {
    if (type.type().is(Flag.ABSTRACT)) {
      if (JavaTypes.written(type.type())) {
        add(types.of(type), records.abstraction(type));
      }
    } else if (!type.type().is(Flag.OPAQUE) && !type.type().is(Flag.HANDWRITTEN)) {
      add(types.of(type), records.record(type));
    }
  }

  private void packageInfo(Schema schema, String name) {
    sources.putIfAbsent(
        name + ".package-info",
        "/** Generated from the schema model: {@code "
            + schema.namespace()
            + "}. */\npackage "
            + name
            + ";\n");
  }

  private void add(String name, String source) {
    if (sources.put(name, source) != null) {
      throw new ModelException("two classes would be named " + name);
    }
  }
}
