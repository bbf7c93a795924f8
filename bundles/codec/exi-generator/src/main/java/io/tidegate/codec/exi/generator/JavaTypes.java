package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Model.ElementRef;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Flag;
import java.util.HashSet;
import java.util.Set;

/** Which Java type stands for what. */
final class JavaTypes {
  private final Model model;
  private final String rootPackage;
  final RuntimeClasses runtime;

  JavaTypes(Model model, String rootPackage) {
    this.model = model;
    this.rootPackage = rootPackage;
    this.runtime = new RuntimeClasses(rootPackage);
  }

  /** A source of a package. */
  Code source(String javaPackage) {
    Set<String> own = new HashSet<>();
    for (Schema schema : model.schemas()) {
      if (packageOf(schema).equals(javaPackage)) {
        schema.definitions().keySet().forEach(n -> own.add(JavaNames.type(n)));
      }
    }
    return new Code(javaPackage, own);
  }

  String packageOf(Schema schema) {
    return rootPackage + "." + schema.javaPackage();
  }

  String of(ComplexRef type) {
    return packageOf(type.schema()) + "." + JavaNames.type(type.type().name());
  }

  String of(Valued value, boolean boxed) {
    return value.complex() != null ? of(value.complex()) : of(value.scalar(), boxed);
  }

  String of(Scalar scalar, boolean boxed) {
    return switch (scalar.kind()) {
      case BOOLEAN -> boxed ? "java.lang.Boolean" : "boolean";
      case TEXT -> "java.lang.String";
      case BINARY -> runtime.name("Bytes");
      case WORDS -> packageOf(scalar.owner()) + "." + JavaNames.type(scalar.words().name());
      case NUMBER -> {
        if (scalar.fitsInt()) {
          yield boxed ? "java.lang.Integer" : "int";
        }
        yield scalar.fitsLong() ? (boxed ? "java.lang.Long" : "long") : "java.math.BigInteger";
      }
    };
  }

  /** The sealed interface of a substitution group, in the package that uses it. */
  String group(Schema user, ElementRef head) {
    String name = JavaNames.type(head.element().name());
    boolean taken =
        model.schemas().stream()
            .filter(s -> s.javaPackage().equals(user.javaPackage()))
            .flatMap(s -> s.definitions().values().stream())
            .anyMatch(d -> JavaNames.type(d.name()).equals(name) && written(d));
    return packageOf(user) + "." + name + (taken ? "Variant" : "");
  }

  static boolean written(Definition definition) {
    return !(definition instanceof Complex complex)
        || !complex.is(Flag.ABSTRACT)
        || !complex.attributes().isEmpty()
        || !complex.particles().isEmpty()
        || !complex.base().isEmpty();
  }

  /** The type of the values of a term that has one component. */
  String of(Schema user, Term term, String record, boolean boxed) {
    return switch (term.kind()) {
      case GROUP -> group(user, term.head());
      case CHOICE -> record + ".Item";
      default -> of((Valued) term.events().get(0), boxed);
    };
  }

  static String simple(String type) {
    return switch (type) {
      case "java.lang.Boolean", "java.lang.Integer", "java.lang.Long", "java.lang.String" ->
          type.substring("java.lang.".length());
      default -> type;
    };
  }
}
