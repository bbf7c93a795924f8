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
import io.tidegate.codec.exi.generator.Schema.Particle;
import io.tidegate.codec.exi.generator.Schema.Reference;
import io.tidegate.codec.exi.generator.Schema.Simple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All schemas, with their references resolved on demand. */
public final class Model {
  /** Qualified name; the order is that of the codes in an EXI grammar. */
  public record QName(String name, String namespace) implements Comparable<QName> {
    private static final Comparator<QName> ORDER =
        Comparator.comparing(QName::name).thenComparing(QName::namespace);

    @Override
    public int compareTo(QName other) {
      return ORDER.compare(this, other);
    }
  }

  /** A complex type and where it is defined. */
  public record ComplexRef(Schema schema, Complex type) {}

  /** A global element and where it is declared. */
  public record ElementRef(Schema schema, GlobalElement element) {
    /** Its qualified name. */
    public QName qname() {
      return new QName(element.name(), schema.namespace());
    }
  }

  private final Map<String, Schema> schemas = new LinkedHashMap<>();

  /** By name; a schema is long, and looked into for every type. */
  private final Map<String, List<Schema>> closures = new HashMap<>();

  /** Reads all {@code *.v2gs} files of a folder. */
  public static Model read(Path folder) throws IOException {
    List<Schema> schemas = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".v2gs")).sorted().toList()) {
        schemas.add(SchemaReader.read(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return new Model(schemas);
  }

  Model(List<Schema> all) {
    for (Schema schema : all) {
      if (schemas.put(schema.name(), schema) != null) {
        throw new ModelException("two schemas of the name " + schema.name());
      }
    }
  }

  /** Every schema, in the order of the files. */
  public List<Schema> schemas() {
    return List.copyOf(schemas.values());
  }

  /** A schema by its name. */
  public Schema schema(String name) {
    Schema schema = schemas.get(name);
    if (schema == null) {
      throw new ModelException("no schema " + name);
    }
    return schema;
  }

  /** A schema and all it imports, itself first. */
  public List<Schema> withImports(Schema schema) {
    return closures.computeIfAbsent(
        schema.name(),
        name -> {
          Map<String, Schema> all = new LinkedHashMap<>();
          collect(schema, all);
          return List.copyOf(all.values());
        });
  }

  private void collect(Schema schema, Map<String, Schema> all) {
    if (all.putIfAbsent(schema.name(), schema) == null) {
      schema.imports().forEach(name -> collect(schema(name), all));
    }
  }

  /** The type of this name, if it is a complex one of the model. */
  public Optional<ComplexRef> complex(Schema from, String name) {
    Schema owner = owner(from, name);
    if (owner != null && owner.definitions().get(plain(name)) instanceof Complex complex) {
      return Optional.of(new ComplexRef(owner, complex));
    }
    return Optional.empty();
  }

  /** The simple type of this name. */
  public Scalar scalar(Schema from, String name) {
    Schema owner = owner(from, name);
    if (owner == null) {
      return Scalar.builtIn(name)
          .orElseThrow(() -> new ModelException(from.name() + ": no type " + name));
    }
    Definition definition = owner.definitions().get(plain(name));
    if (definition instanceof Simple simple) {
      return scalar(owner, simple.base()).within(simple.range(), simple.name());
    }
    if (definition instanceof Enumeration words) {
      return Scalar.words(owner, words);
    }
    throw new ModelException(from.name() + ": " + name + " is no simple type");
  }

  /** The schema that defines this type; null for what is built in. */
  Schema owner(Schema from, String name) {
    int colon = name.indexOf(':');
    if (colon >= 0) {
      return schema(name.substring(0, colon));
    }
    List<Schema> owners =
        withImports(from).stream().filter(s -> s.definitions().containsKey(name)).toList();
    if (owners.size() > 1 && !owners.get(0).name().equals(from.name())) {
      throw new ModelException(from.name() + ": " + name + " is in several imported schemas");
    }
    return owners.isEmpty() ? null : owners.get(0);
  }

  /** The global element that a reference names. */
  public ElementRef element(Schema from, String reference) {
    int colon = reference.indexOf(':');
    Schema owner = colon < 0 ? from : schema(reference.substring(0, colon));
    GlobalElement element = owner.elements().get(plain(reference));
    if (element == null) {
      throw new ModelException(from.name() + ": no global element " + reference);
    }
    return new ElementRef(owner, element);
  }

  private static String plain(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  /** An element and whatever may stand in its place, in the order of the codes. */
  public List<ElementRef> members(Schema from, String reference) {
    ElementRef head = element(from, reference);
    List<ElementRef> members = new ArrayList<>();
    members.add(head);
    for (Schema schema : visible(from)) {
      for (GlobalElement element : schema.elements().values()) {
        if (!element.head().isEmpty() && element(schema, element.head()).equals(head)) {
          members.add(new ElementRef(schema, element));
        }
      }
    }
    members.sort(Comparator.comparing(ElementRef::qname));
    return members;
  }

  /** What is known where this schema is used: all of its package, and what they import. */
  private Collection<Schema> visible(Schema from) {
    Map<String, Schema> all = new LinkedHashMap<>();
    for (Schema schema : schemas.values()) {
      if (schema.javaPackage().equals(from.javaPackage())) {
        collect(schema, all);
      }
    }
    return all.values();
  }

  /** Global elements of a document's set, in the order of their codes. */
  public List<ElementRef> globals(Schema document) {
    List<ElementRef> all = new ArrayList<>();
    for (Schema schema : withImports(document)) {
      schema.elements().values().forEach(e -> all.add(new ElementRef(schema, e)));
    }
    all.sort(Comparator.comparing(ElementRef::qname));
    return all;
  }

  /** Distinct names of all elements of a document's set, in the order of the fragment codes. */
  public SortedSet<QName> elementNames(Schema document) {
    SortedSet<QName> names = new TreeSet<>();
    for (Schema schema : withImports(document)) {
      schema.elements().keySet().forEach(n -> names.add(new QName(n, schema.namespace())));
      for (Definition definition : schema.definitions().values()) {
        if (definition instanceof Complex complex) {
          complex.particles().forEach(p -> names(schema, p, names));
        }
      }
    }
    return names;
  }

  private void names(Schema schema, Particle particle, SortedSet<QName> names) {
    if (particle instanceof LocalElement local) {
      names.add(new QName(local.name(), schema.qualifiedElements() ? schema.namespace() : ""));
    } else if (particle instanceof Choice choice) {
      choice.alternatives().forEach(p -> names(schema, p, names));
    } else if (particle instanceof Reference reference) {
      names.add(element(schema, reference.target()).qname());
    } else if (!(particle instanceof Any)) {
      throw new IllegalStateException(String.valueOf(particle));
    }
  }

  /** The types that a type extends, nearest first, without itself. */
  public List<ComplexRef> bases(ComplexRef of) {
    List<ComplexRef> bases = new ArrayList<>();
    ComplexRef at = of;
    while (!at.type().base().isEmpty()) {
      String base = at.type().base();
      Schema schema = at.schema();
      at =
          complex(schema, base)
              .orElseThrow(() -> new ModelException(schema.name() + ": no complex type " + base));
      if (bases.contains(at)) {
        throw new ModelException(base + " extends itself");
      }
      bases.add(at);
    }
    return bases;
  }

  /** Attributes of a type and of what it extends, in the order of their codes. */
  public List<Owned<Attribute>> attributes(ComplexRef of) {
    List<Owned<Attribute>> all = new ArrayList<>();
    for (ComplexRef part : lineage(of)) {
      part.type().attributes().forEach(a -> all.add(new Owned<>(part.schema(), a)));
    }
    all.sort(Comparator.comparing(a -> a.value().name()));
    return all;
  }

  /** Particles of what a type extends, then its own. */
  public List<Owned<Particle>> particles(ComplexRef of) {
    List<Owned<Particle>> all = new ArrayList<>();
    for (ComplexRef part : lineage(of)) {
      part.type().particles().forEach(p -> all.add(new Owned<>(part.schema(), p)));
    }
    return all;
  }

  /** Something written in a schema, so that its references can be resolved. */
  public record Owned<T>(Schema schema, T value) {}

  /** Whether text between its elements is allowed, here or in what it extends. */
  boolean mixed(ComplexRef of) {
    return lineage(of).stream().anyMatch(c -> c.type().is(Flag.MIXED));
  }

  /** The simple type of its text, here or in what it extends. */
  public Optional<Scalar> content(ComplexRef of) {
    return lineage(of).stream()
        .filter(c -> !c.type().content().isEmpty())
        .findFirst()
        .map(c -> scalar(c.schema(), c.type().content()));
  }

  private List<ComplexRef> lineage(ComplexRef of) {
    List<ComplexRef> lineage = new ArrayList<>();
    bases(of).forEach(base -> lineage.add(0, base));
    lineage.add(of);
    return lineage;
  }
}
