package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the class that turns a record into JSON and back, without reflection. Names are those of
 * the standard; the text of an element that has attributes is {@code value}, a list of alternatives
 * {@code items}.
 */
final class JsonWriter {
  private static final int MOST = Long.SIZE;

  private final JavaTypes types;
  private final JavaTypes json;
  private final Schema schema;
  private final Content content;
  private final String record;
  private final Code code;

  /** What stands for one name in JSON. */
  private record Place(Term term, Valued value, String name, String component, int bit) {}

  private final List<Place> places = new ArrayList<>();
  private final List<String> required = new ArrayList<>();

  /**
   * @param types of the records
   * @param json of the classes that are written
   */
  JsonWriter(ComplexRef type, Grammar grammar, JavaTypes types, JavaTypes json) {
    this.types = types;
    this.json = json;
    this.schema = type.schema();
    this.content = grammar.content(type);
    this.record = types.of(type);
    this.code = json.source(json.packageOf(schema));
    places();
  }

  static String name(JavaTypes json, Schema schema, String name) {
    return json.packageOf(schema) + "." + JavaNames.type(name) + "Json";
  }

  private void places() {
    int bit = 0;
    for (Term term : content.terms()) {
      boolean placed = false;
      for (Event event : term.events()) {
        if (event instanceof Valued value) {
          boolean each = term.kind() == Kind.CHOICE && !term.repeats();
          String component = each ? value.component() : term.component();
          places.add(new Place(term, value, value.name(), component, bit));
          placed = true;
        }
      }
      if (placed) {
        required.add(term.min() > 0 ? named(term) : "");
        bit++;
      }
    }
    if (content.text() != null) {
      Valued text = new Valued("value", "value", content.text(), null);
      Term term = new Term(Kind.ELEMENT, 1, 1, "value", null, List.of(text));
      places.add(new Place(term, text, "value", "value", bit));
      required.add("value");
      bit++;
    }
    if (bit > MOST) {
      throw new ModelException(record + " has more than " + MOST + " components");
    }
  }

  /** What is missing where nothing of a term is there. */
  private static String named(Term term) {
    if (term.kind() == Kind.CHOICE && term.repeats()) {
      return "items";
    }
    List<String> names =
        term.events().stream().filter(Valued.class::isInstance).map(Event::name).toList();
    return String.join(" or ", names);
  }

  String text() {
    String simple = simple(record) + "Json";
    code.line("/** {@link " + record + "} in JSON. */");
    code.line("public final class " + simple + " {");
    if (!required.isEmpty()) {
      code.line(
          "private static final String[] REQUIRED = {\""
              + String.join("\", \"", required)
              + "\"};");
      code.line();
    }
    code.line("private " + simple + "() {}").line();
    write();
    code.line();
    read();
    code.line("}");
    return code.text();
  }

  private void write() {
    String out = code.use(json.runtime.name("JsonOut"));
    code.line("/** Writes an object. */");
    code.line("public static void write(" + record + " value, " + out + " out) {");
    code.line("out.open();");
    code.line("fields(value, out);");
    code.line("out.close();");
    code.line("}").line();
    code.line("/** Writes what is in the object. */");
    code.line("public static void fields(" + record + " value, " + out + " out) {");
    int last = -1;
    for (Place place : places) {
      boolean several = place.term().kind() == Kind.GROUP || isItems(place.term());
      if (several && place.bit() == last) {
        continue;
      }
      last = place.bit();
      String read = "value." + place.component() + "()";
      if (place.term().repeats()) {
        list(place, read);
      } else if (place.term().kind() == Kind.GROUP) {
        guarded(place, read, () -> alternatives(place.term(), read));
      } else {
        guarded(place, read, () -> named(place.value(), read));
      }
    }
    code.line("}");
  }

  private static boolean isItems(Term term) {
    return term.kind() == Kind.CHOICE && term.repeats();
  }

  private void guarded(Place place, String read, Runnable body) {
    boolean nullable = place.term().min() == 0 || place.term().kind() == Kind.CHOICE;
    if (nullable) {
      code.line("if (" + read + " != null) {");
    }
    body.run();
    if (nullable) {
      code.line("}");
    }
  }

  private void list(Place place, String read) {
    boolean several = place.term().kind() == Kind.GROUP || isItems(place.term());
    String name = isItems(place.term()) ? "items" : place.name();
    if (place.term().kind() == Kind.GROUP) {
      name = place.term().head().element().name();
    }
    if (place.term().min() == 0) {
      code.line("if (!" + read + ".isEmpty()) {");
    }
    code.line("out.name(\"" + name + "\");");
    code.line("out.openList();");
    code.line("for (var each : " + read + ") {");
    code.line("out.item();");
    if (several) {
      code.line("out.open();");
      alternatives(place.term(), "each");
      code.line("out.close();");
    } else {
      value(place.value(), "each");
    }
    code.line("}");
    code.line("out.closeList();");
    if (place.term().min() == 0) {
      code.line("}");
    }
  }

  /** Members of a substitution group, or items of a repeated choice. */
  private void alternatives(Term term, String variable) {
    String start = "if (";
    for (Event event : term.events()) {
      if (event instanceof Valued value) {
        String type = isItems(term) ? item(value) : types.of(value, true);
        code.line(start + variable + " instanceof " + type + " it) {");
        named(value, isItems(term) ? "it.value()" : "it");
        start = "} else if (";
      }
    }
    code.line("}");
  }

  private String item(Valued value) {
    return record + ".Item." + JavaNames.type(value.name());
  }

  private void named(Valued value, String variable) {
    code.line("out.name(\"" + value.name() + "\");");
    value(value, variable);
  }

  private void value(Valued value, String variable) {
    if (value.complex() != null) {
      code.line(json(value.complex()) + ".write(" + variable + ", out);");
    } else {
      code.line("out." + out(value.scalar(), variable) + ";");
    }
  }

  private String json(ComplexRef type) {
    return name(json, type.schema(), type.type().name());
  }

  private static String out(Scalar scalar, String variable) {
    return switch (scalar.kind()) {
      case BOOLEAN -> "bool(" + variable + ")";
      case TEXT -> "text(" + variable + ")";
      case BINARY -> (isHex(scalar) ? "hex(" : "base64(") + variable + ")";
      case WORDS -> "text(" + variable + ".wire())";
      case NUMBER -> "number(" + variable + ")";
    };
  }

  private static boolean isHex(Scalar scalar) {
    return scalar.builtIn().equals("hexBinary");
  }

  private void read() {
    String in = code.use(json.runtime.name("JsonIn"));
    String failure = code.use("java.io.IOException");
    code.line("/** Reads an object. */");
    code.line("public static " + record + " read(" + in + " in) throws " + failure + " {");
    List<String> declared = new ArrayList<>();
    for (Place place : places) {
      if (!declared.contains(place.component())) {
        declared.add(place.component());
        code.line(declaration(place));
      }
    }
    code.line("long seen = 0;");
    code.line("in.open();");
    code.line("for (String field = in.field(); field != null; field = in.field()) {");
    code.line("switch (field) {");
    int last = -1;
    for (Place place : places) {
      boolean one = place.term().repeats() && place.bit() == last;
      last = place.bit();
      if (!one) {
        place(place);
      }
    }
    code.line("default -> throw in.unknown();");
    code.line("}");
    code.line("}");
    if (!required.isEmpty()) {
      long mask = 0;
      for (int i = 0; i < required.size(); i++) {
        mask |= required.get(i).isEmpty() ? 0 : 1L << i;
      }
      code.line("in.require(~seen & " + mask + "L, REQUIRED);");
    }
    code.line("in.end();");
    code.line("return new " + record + "(" + String.join(", ", declared) + ");");
    code.line("}");
  }

  private String declaration(Place place) {
    Term term = place.term();
    if (term.repeats()) {
      return code.use("java.util.List")
          + "<"
          + types.of(schema, term, record, true)
          + "> "
          + place.component()
          + " = new "
          + code.use("java.util.ArrayList")
          + "<>();";
    }
    boolean boxed = term.min() == 0 || term.kind() == Kind.CHOICE;
    String type =
        term.kind() == Kind.GROUP
            ? types.of(schema, term, record, true)
            : types.of(place.value(), boxed);
    String initial =
        switch (type) {
          case "boolean" -> "false";
          case "int", "long" -> "0";
          default -> "null";
        };
    return type + " " + place.component() + " = " + initial + ";";
  }

  private void place(Place place) {
    Term term = place.term();
    String name = place.name();
    if (isItems(term)) {
      name = "items";
    } else if (term.repeats() && term.kind() == Kind.GROUP) {
      name = term.head().element().name();
    }
    code.line("case \"" + name + "\" -> {");
    code.line("seen = in.once(seen, " + place.bit() + ");");
    if (term.repeats()) {
      code.line("in.openList();");
      code.line("while (in.item()) {");
      String add = place.component() + ".add(";
      if (isItems(term) || term.kind() == Kind.GROUP) {
        items(term, add);
      } else {
        code.line(add + in(place.value()) + ");");
      }
      code.line("}");
      String max = term.max() == Schema.UNBOUNDED ? "Integer.MAX_VALUE" : "" + term.max();
      code.line("in.count(" + place.component() + ".size(), " + term.min() + ", " + max + ");");
    } else {
      code.line(place.component() + " = " + in(place.value()) + ";");
    }
    code.line("}");
  }

  /** An object with one name says which of several it is. */
  private void items(Term term, String add) {
    code.line("in.open();");
    code.line("switch (in.fieldOfOne()) {");
    for (Event event : term.events()) {
      if (event instanceof Valued value) {
        String made = isItems(term) ? "new " + item(value) + "(" + in(value) + ")" : in(value);
        code.line("case \"" + value.name() + "\" -> " + add + made + ");");
      }
    }
    code.line("default -> throw in.unknown();");
    code.line("}");
    code.line("in.endOfOne();");
  }

  private String in(Valued value) {
    return value.complex() != null ? json(value.complex()) + ".read(in)" : in(value.scalar());
  }

  private String in(Scalar scalar) {
    return switch (scalar.kind()) {
      case BOOLEAN -> "in.bool()";
      case TEXT -> "in.text(" + lengths(scalar) + ")";
      case BINARY -> (isHex(scalar) ? "in.hex(" : "in.base64(") + lengths(scalar) + ")";
      case WORDS -> name(json, scalar.owner(), scalar.words().name()) + ".read(in)";
      case NUMBER -> {
        if (!scalar.fitsLong()) {
          yield "in.integer()";
        }
        String call =
            "in.number("
                + ValueCode.literal(scalar.lowest())
                + ", "
                + ValueCode.literal(scalar.highest())
                + ")";
        yield scalar.fitsInt() ? "(int) " + call : call;
      }
    };
  }

  private static String lengths(Scalar scalar) {
    int most = scalar.greatestLength();
    return scalar.leastLength() + ", " + (most == Integer.MAX_VALUE ? "Integer.MAX_VALUE" : most);
  }

  private static String simple(String qualified) {
    return qualified.substring(qualified.lastIndexOf('.') + 1);
  }
}
