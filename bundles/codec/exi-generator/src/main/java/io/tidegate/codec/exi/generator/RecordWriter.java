package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Schema.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the record of a complex type, or the interface of an abstract one. */
final class RecordWriter {
  private final Model model;
  private final JavaTypes types;
  private final Groups groups;
  private final Grammar grammar;

  RecordWriter(Model model, JavaTypes types, Groups groups) {
    this.model = model;
    this.types = types;
    this.groups = groups;
    this.grammar = new Grammar(model);
  }

  String record(ComplexRef type) {
    String qualified = types.of(type);
    Content content = grammar.content(type);
    List<Component> components = Component.of(content, types, type.schema(), qualified);
    Code code = types.source(types.packageOf(type.schema()));
    String wire = code.use(types.runtime.name("Wire"));
    code.line(
        "/** {@code " + type.type().name() + "} of {@code " + type.schema().namespace() + "}. */");
    code.line("@" + wire + "(\"" + type.type().name() + "\")");
    String parameters =
        components.stream()
            .map(c -> "@" + wire + "(\"" + c.wire() + "\") " + declared(c, code) + " " + c.name())
            .collect(Collectors.joining(", "));
    String name = simple(qualified);
    code.line("public record " + name + "(" + parameters + ")" + interfaces(type, code) + " {");
    constructor(name, content, components, code);
    code.line();
    new DecodeWriter(content, type.schema(), types, qualified, code).write(components);
    code.line();
    new EncodeWriter(content, type.schema(), types, qualified, code).write();
    items(content, code);
    code.line("}");
    return code.text();
  }

  private String interfaces(ComplexRef type, Code code) {
    List<String> all = new ArrayList<>(groups.of(types.of(type)));
    base(type).ifPresent(all::add);
    return all.isEmpty()
        ? ""
        : " implements " + all.stream().map(code::use).collect(Collectors.joining(", "));
  }

  /** The interface of the nearest abstract type that it extends. */
  private Optional<String> base(ComplexRef type) {
    return model.bases(type).stream()
        .filter(b -> b.type().is(Flag.ABSTRACT) && JavaTypes.written(b.type()))
        .findFirst()
        .map(types::of);
  }

  private static String declared(Component component, Code code) {
    String type = JavaTypes.simple(code.use(component.type()));
    return component.list() ? code.use("java.util.List") + "<" + type + ">" : type;
  }

  private void constructor(String name, Content content, List<Component> components, Code code) {
    List<String> checks = new ArrayList<>();
    String check = types.runtime.name("Check");
    for (Component component : components) {
      checks(component, checks, code);
    }
    for (int i = 0; i < content.terms().size(); i++) {
      Term term = content.terms().get(i);
      if (term.kind() == Kind.CHOICE && !term.repeats()) {
        int index = i;
        String names =
            components.stream()
                .filter(c -> c.choice() == index)
                .map(Component::name)
                .collect(Collectors.joining(", "));
        checks.add(code.use(check) + ".choice(" + term.min() + ", " + names + ");");
      }
    }
    if (!checks.isEmpty()) {
      code.line("public " + name + " {");
      checks.forEach(c -> c.lines().forEach(code::line));
      code.line("}");
    }
  }

  private void checks(Component component, List<String> checks, Code code) {
    String name = component.name();
    String check = code.use(types.runtime.name("Check"));
    String wire = component.wire().equals("*") ? name : component.wire();
    if (component.list()) {
      String max = component.max() == Schema.UNBOUNDED ? "Integer.MAX_VALUE" : "" + component.max();
      checks.add(
          name
              + " = "
              + check
              + ".list("
              + name
              + ", "
              + component.min()
              + ", "
              + max
              + ", \""
              + wire
              + "\");");
      if (component.scalar() != null) {
        String each = ValueCode.check(component.scalar(), "each", wire, code, types);
        if (!each.isEmpty() && !each.contains("requireNonNull")) {
          String type = JavaTypes.simple(code.use(component.type()));
          checks.add("for (" + type + " each : " + name + ") {\n" + each + "\n}");
        }
      }
    } else if (component.scalar() != null) {
      String statement = ValueCode.check(component.scalar(), name, wire, code, types);
      if (component.optional() && !statement.isEmpty()) {
        if (!statement.contains("requireNonNull")) {
          checks.add("if (" + name + " != null) {\n" + statement + "\n}");
        }
      } else if (!statement.isEmpty()) {
        checks.add(statement);
      }
    } else if (!component.optional()) {
      checks.add(
          code.use("java.util.Objects") + ".requireNonNull(" + name + ", \"" + wire + "\");");
    }
  }

  /** The alternatives of a repeated choice. */
  private void items(Content content, Code code) {
    for (Term term : content.terms()) {
      if (term.kind() != Kind.CHOICE || !term.repeats()) {
        continue;
      }
      code.line();
      code.line("/** One of the alternatives. */");
      code.line("public sealed interface Item {");
      for (Event event : term.events()) {
        if (event instanceof Valued value) {
          // qualified: the record of the alternative may have the same name
          String type = JavaTypes.simple(types.of(value, false));
          code.line("/** {@code " + value.name() + "}. */");
          code.line("@" + code.use(types.runtime.name("Wire")) + "(\"" + value.name() + "\")");
          code.line(
              "record " + JavaNames.type(value.name()) + "(" + type + " value) implements Item {");
          String statement =
              value.scalar() != null
                  ? ValueCode.check(value.scalar(), "value", value.name(), code, types)
                  : code.use("java.util.Objects")
                      + ".requireNonNull(value, \""
                      + value.name()
                      + "\");";
          if (!statement.isEmpty()) {
            code.line("public " + JavaNames.type(value.name()) + " {").line(statement).line("}");
          }
          code.line("}");
        }
      }
      code.line("}");
    }
  }

  /** The interface of an abstract type: what all records that extend it have. */
  String abstraction(ComplexRef type) {
    String qualified = types.of(type);
    Code code = types.source(types.packageOf(type.schema()));
    List<Component> inherited =
        model.bases(type).stream()
            .findFirst()
            .map(b -> Component.of(grammar.content(b), types, b.schema(), types.of(b)))
            .orElse(List.of());
    List<Component> own =
        Component.of(grammar.content(type), types, type.schema(), qualified).stream()
            .filter(c -> inherited.stream().noneMatch(i -> i.name().equals(c.name())))
            .toList();
    String extending = base(type).map(b -> " extends " + code.use(b)).orElse("");
    code.line("/** What all types that extend {@code " + type.type().name() + "} have. */");
    code.line("public interface " + simple(qualified) + extending + " {");
    accessors(own, code);
    code.line("}");
    return code.text();
  }

  /** The sealed interface of a substitution group, or of messages. */
  String group(String qualified, List<ComplexRef> members) {
    Code code = types.source(qualified.substring(0, qualified.lastIndexOf('.')));
    List<Component> common = null;
    for (ComplexRef member : members) {
      List<Component> components =
          Component.of(grammar.content(member), types, member.schema(), types.of(member));
      common =
          common == null
              ? components
              : common.stream().filter(c -> components.stream().anyMatch(o -> same(c, o))).toList();
    }
    String permits =
        members.stream().map(m -> code.use(types.of(m))).sorted().collect(Collectors.joining(", "));
    code.line("/** One of these, and what all of them have. */");
    code.line("public sealed interface " + simple(qualified) + " permits " + permits + " {");
    accessors(common == null ? List.of() : common, code);
    code.line("}");
    return code.text();
  }

  private static boolean same(Component one, Component other) {
    return one.name().equals(other.name())
        && one.type().equals(other.type())
        && one.list() == other.list();
  }

  private static void accessors(List<Component> components, Code code) {
    for (Component component : components) {
      code.line(
          "/** {@code "
              + component.wire()
              + "}"
              + (component.optional() ? ", or null" : "")
              + ". */");
      code.line(declared(component, code) + " " + component.name() + "();");
    }
  }

  private static String simple(String qualified) {
    return qualified.substring(qualified.lastIndexOf('.') + 1);
  }
}
