package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Schema.Any;
import io.tidegate.codec.exi.generator.Schema.Attribute;
import io.tidegate.codec.exi.generator.Schema.Choice;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Enumeration;
import io.tidegate.codec.exi.generator.Schema.Flag;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import io.tidegate.codec.exi.generator.Schema.Occurs;
import io.tidegate.codec.exi.generator.Schema.Particle;
import io.tidegate.codec.exi.generator.Schema.Range;
import io.tidegate.codec.exi.generator.Schema.Reference;
import io.tidegate.codec.exi.generator.Schema.Simple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads one {@code *.v2gs} file; the notation is in the module's README. */
final class SchemaReader {
  private final Tokens tokens;
  private final List<String> imports = new ArrayList<>();
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final Map<String, GlobalElement> elements = new LinkedHashMap<>();
  private final List<String> fragments = new ArrayList<>();

  private SchemaReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a whole file.
   *
   * @throws ModelException naming file and line
   */
  static Schema read(String file, String text) {
    return new SchemaReader(new Tokens(file, text)).schema();
  }

  private Schema schema() {
    tokens.skipEnds();
    tokens.expect("schema");
    String name = tokens.word();
    String namespace = tokens.word();
    String javaPackage = name;
    List<String> options = new ArrayList<>();
    while (!tokens.atEnd()) {
      String option = tokens.word();
      if (option.equals("package")) {
        javaPackage = tokens.word();
      } else if (List.of("document", "unqualified-elements", "qualified-attributes")
          .contains(option)) {
        options.add(option);
      } else {
        throw tokens.wrong("no option of a schema: " + option);
      }
    }
    for (tokens.skipEnds(); !tokens.isOver(); tokens.skipEnds()) {
      statement(tokens.word());
    }
    return new Schema(
        name,
        namespace,
        javaPackage,
        options.contains("document"),
        !options.contains("unqualified-elements"),
        options.contains("qualified-attributes"),
        List.copyOf(imports),
        definitions,
        elements,
        List.copyOf(fragments));
  }

  private void statement(String keyword) {
    switch (keyword) {
      case "import" -> imports.addAll(tokens.rest());
      case "fragment" -> fragments.addAll(tokens.rest());
      case "simple" -> define(simple());
      case "enum" -> define(enumeration());
      case "type" -> define(complex());
      case "element" -> element(false);
      case "message" -> element(true);
      default -> throw tokens.wrong("no statement: " + keyword);
    }
  }

  private void define(Definition definition) {
    if (definitions.put(definition.name(), definition) != null) {
      throw tokens.wrong("a second type " + definition.name());
    }
  }

  private Simple simple() {
    String name = tokens.word();
    tokens.expect("=");
    String base = tokens.word();
    Range range = new Range("", "");
    if (!tokens.atEnd()) {
      String text = tokens.word();
      int dots = text.indexOf("..");
      if (dots < 0) {
        throw tokens.wrong("no range: " + text);
      }
      range = new Range(text.substring(0, dots), text.substring(dots + 2));
    }
    tokens.end();
    return new Simple(name, base, range);
  }

  private Enumeration enumeration() {
    String name = tokens.word();
    tokens.expect("{");
    List<String> words = new ArrayList<>();
    for (tokens.skipEnds(); !tokens.take("}"); tokens.skipEnds()) {
      words.add(tokens.word());
    }
    tokens.end();
    return new Enumeration(name, List.copyOf(words));
  }

  private Complex complex() {
    String name = tokens.word();
    String base = tokens.take(":") ? tokens.word() : "";
    String content = tokens.take("=") ? tokens.word() : "";
    List<Flag> flags = new ArrayList<>();
    while (!tokens.take("{")) {
      String flag = tokens.word();
      try {
        flags.add(Flag.valueOf(flag.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw tokens.wrong("no flag of a type: " + flag);
      }
    }
    List<Attribute> attributes = new ArrayList<>();
    List<Particle> particles = new ArrayList<>();
    for (tokens.skipEnds(); !tokens.take("}"); tokens.skipEnds()) {
      if (tokens.peek().startsWith("@")) {
        attributes.add(new Attribute(tokens.word().substring(1), tokens.word(), tokens.take("?")));
      } else {
        particles.add(particle());
      }
      tokens.endOrBrace();
    }
    tokens.end();
    return new Complex(
        name, base, content, List.copyOf(flags), List.copyOf(attributes), List.copyOf(particles));
  }

  private Particle particle() {
    String first = tokens.word();
    return switch (first) {
      case "any" -> new Any(occurs());
      case "ref" -> new Reference(tokens.word(), occurs());
      case "choice" -> choice();
      default -> new LocalElement(first, tokens.word(), occurs());
    };
  }

  private Choice choice() {
    Occurs occurs = tokens.peek().equals("{") ? Occurs.ONCE : occurs();
    tokens.expect("{");
    List<Particle> alternatives = new ArrayList<>();
    for (tokens.skipEnds(); !tokens.take("}"); tokens.skipEnds()) {
      alternatives.add(particle());
      tokens.endOrBrace();
    }
    return new Choice(List.copyOf(alternatives), occurs);
  }

  private Occurs occurs() {
    if (tokens.atEnd() || tokens.peek().equals("}")) {
      return Occurs.ONCE;
    }
    if (tokens.take("?")) {
      return new Occurs(0, 1);
    }
    String text = tokens.word();
    int dots = text.indexOf("..");
    try {
      String max = text.substring(dots + 2);
      return new Occurs(
          Integer.parseInt(text.substring(0, dots)),
          max.equals("*") ? Schema.UNBOUNDED : Integer.parseInt(max));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw tokens.wrong("no occurrence: " + text);
    }
  }

  private void element(boolean message) {
    String name = tokens.word();
    String type = name;
    boolean isAbstract = false;
    String head = "";
    boolean first = true;
    while (!tokens.atEnd()) {
      String word = tokens.word();
      if (word.equals("substitutes")) {
        head = tokens.word();
      } else if (word.equals("abstract") && !first) {
        isAbstract = true;
      } else if (first) {
        type = word;
      } else {
        throw tokens.wrong("no option of an element: " + word);
      }
      first = false;
    }
    if (elements.put(name, new GlobalElement(name, type, isAbstract, message, head)) != null) {
      throw tokens.wrong("a second element " + name);
    }
  }
}
