package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Refused;
import io.tidegate.codec.exi.generator.Content.State;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the {@code decode} method of a record. Where the grammar leaves one way only, the bits
 * that must be zero are gathered and checked at once; else {@code event} holds the production that
 * was read.
 */
final class DecodeWriter {
  private final Content content;
  private final Schema user;
  private final JavaTypes types;
  private final String record;
  private final Code code;
  private int zeros;

  DecodeWriter(Content content, Schema user, JavaTypes types, String record, Code code) {
    this.content = content;
    this.user = user;
    this.types = types;
    this.record = record;
    this.code = code;
  }

  void write(List<Component> components) {
    String name = record.substring(record.lastIndexOf('.') + 1);
    String reader = code.use(types.runtime.name("BitReader"));
    String failure = code.use(types.runtime.name("ExiException"));
    code.line("/** Reads what follows the start of such an element, its end included. */");
    code.line("public static " + name + " decode(" + reader + " reader) throws " + failure + " {");
    components.forEach(this::declare);
    boolean read = false;
    if (needsEvent()) {
      code.line("int event;");
    }
    for (int i = 0; i < content.terms().size(); i++) {
      read = term(i, read);
    }
    end(read);
    flush();
    String arguments = components.stream().map(Component::name).collect(Collectors.joining(", "));
    code.line("return new " + name + "(" + arguments + ");");
    code.line("}");
  }

  private void declare(Component component) {
    String type = JavaTypes.simple(code.use(component.type()));
    if (component.list()) {
      String list = code.use("java.util.List");
      String array = code.use("java.util.ArrayList");
      code.line(list + "<" + type + "> " + component.name() + " = new " + array + "<>();");
    } else if (!component.name().equals("value") || content.text() == null) {
      code.line(type + " " + component.name() + " = " + initial(component) + ";");
    }
  }

  private static String initial(Component component) {
    return switch (component.type()) {
      case "boolean" -> "false";
      case "int", "long" -> "0";
      default -> "null";
    };
  }

  private boolean needsEvent() {
    for (int i = 0; i <= content.terms().size(); i++) {
      if (content.before(i).productions() > 1) {
        return true;
      }
      if (i < content.terms().size() && content.terms().get(i).repeats()) {
        return true;
      }
    }
    return false;
  }

  /** Reads a term; returns whether the event after it has been read. */
  private boolean term(int index, boolean read) {
    Term term = content.terms().get(index);
    boolean readHere = read;
    if (!readHere) {
      readHere = event(content.before(index));
    }
    boolean optional = term.min() == 0;
    if (optional) {
      flush();
      code.line("if (event < " + content.offset(index + 1) + ") {");
    }
    if (term.repeats()) {
      list(index);
    } else {
      one(index);
      if (optional) {
        nextEvent(content.before(index + 1));
      }
    }
    if (optional) {
      flush();
      code.line("}");
    }
    return optional || term.repeats();
  }

  /** Reads the code of a state; only where several are possible, {@code event} is set. */
  private boolean event(State state) {
    if (state.productions() == 1) {
      zeros++;
      return false;
    }
    nextEvent(state);
    return true;
  }

  /** Reads the code of a state into {@code event}. */
  private void nextEvent(State state) {
    flush();
    String base = state.base() == 0 ? "" : " + " + state.base();
    code.line(
        "event = reader.event(" + state.width() + ", " + state.productions() + ")" + base + ";");
  }

  private void list(int index) {
    Term term = content.terms().get(index);
    flush();
    String list = term.component().isEmpty() ? "" : term.component();
    boolean counted = !Component.hasComponent(term);
    if (counted) {
      one(index); // refused at once: nothing to count
      nextEvent(content.before(index + 1));
      return;
    }
    code.line("while (true) {");
    one(index);
    flush();
    if (term.min() > 1) {
      code.line("if (" + list + ".size() < " + term.min() + ") {");
      if (term.events().size() > 1) {
        State state = new State(content.offset(index), term.events().size());
        nextEvent(state);
      } else {
        code.line("reader.zeros(1);");
      }
      code.line("continue;");
      code.line("}");
    }
    if (term.max() != Schema.UNBOUNDED) {
      code.line("if (" + list + ".size() == " + term.max() + ") {");
      nextEvent(content.before(index + 1));
      code.line("break;");
      code.line("}");
    }
    nextEvent(content.within(index));
    code.line("if (event >= " + content.offset(index + 1) + ") {");
    code.line("break;");
    code.line("}");
    code.line("}");
  }

  /** Reads one occurrence whose event has been read. */
  private void one(int index) {
    Term term = content.terms().get(index);
    if (term.events().size() == 1) {
      value(term, term.events().get(0));
      return;
    }
    flush();
    int offset = content.offset(index);
    code.line("switch (event" + (offset == 0 ? "" : " - " + offset) + ") {");
    for (int i = 0; i < term.events().size(); i++) {
      boolean last = i == term.events().size() - 1;
      code.line((last ? "default" : "case " + i) + " -> {");
      value(term, term.events().get(i));
      flush();
      code.line("}");
    }
    code.line("}");
  }

  private void value(Term term, Event event) {
    if (event instanceof Refused refused) {
      flush();
      // not a throw of its own: the code after it shall be reachable
      code.line("reader.refuse(\"" + refused.name() + "\");");
      return;
    }
    Valued value = (Valued) event;
    boolean element = term.kind() != Kind.ATTRIBUTE;
    String read;
    if (value.complex() != null) {
      flush();
      read = code.use(types.of(value.complex())) + ".decode(reader)";
    } else {
      zeros += element ? 1 : 0;
      flush();
      read = ValueCode.read(value.scalar(), types, code);
      zeros += element ? 1 : 0;
    }
    String target =
        term.component().isEmpty() && term.kind() == Kind.CHOICE
            ? value.component()
            : term.component();
    if (term.kind() == Kind.CHOICE && term.repeats()) {
      String item = code.use(types.of(user, term, record, true));
      read = "new " + item + "." + JavaNames.type(value.name()) + "(" + read + ")";
    }
    code.line(term.repeats() ? target + ".add(" + read + ");" : target + " = " + read + ";");
  }

  private void end(boolean read) {
    int end = content.end();
    if (content.text() != null) {
      if (!read) {
        event(content.before(content.terms().size()));
      }
      flush();
      String type = JavaTypes.simple(code.use(types.of(content.text(), false)));
      code.line(type + " value = " + ValueCode.read(content.text(), types, code) + ";");
      zeros++;
      return;
    }
    boolean set = read || event(content.before(content.terms().size()));
    if (set && content.mixed()) {
      flush();
      code.line("if (event > " + end + ") {");
      code.line("reader.refuse(\"text\");");
      code.line("}");
    }
  }

  private void flush() {
    if (zeros > 0) {
      code.line("reader.zeros(" + zeros + ");");
      zeros = 0;
    }
  }
}
