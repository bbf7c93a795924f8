package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.State;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;

/**
 * Writes the {@code encode} method of a record. Where the state depends on what came before, {@code
 * base} and {@code width} hold it.
 */
final class EncodeWriter {
  private final Content content;
  private final Schema user;
  private final JavaTypes types;
  private final String record;
  private final Code code;
  private int zeros;

  EncodeWriter(Content content, Schema user, JavaTypes types, String record, Code code) {
    this.content = content;
    this.user = user;
    this.types = types;
    this.record = record;
    this.code = code;
  }

  void write() {
    code.line("/** Writes what follows the start of such an element, its end included. */");
    code.line("public void encode(" + code.use(types.runtime.name("BitWriter")) + " writer) {");
    boolean open = false;
    if (content.terms().stream().anyMatch(t -> t.min() == 0 || t.repeats())) {
      code.line("int base;");
      code.line("int width;");
    }
    for (int i = 0; i < content.terms().size(); i++) {
      open = term(i, open);
    }
    State state = content.before(content.terms().size());
    event(content.end(), state, open);
    if (content.text() != null) {
      flush();
      code.line(ValueCode.write(content.text(), "value"));
      zeros++;
    }
    flush();
    code.line("}");
  }

  /** Writes a term; returns whether the state after it is held in variables. */
  private boolean term(int index, boolean open) {
    Term term = content.terms().get(index);
    boolean depends = term.min() == 0 || term.repeats();
    if (depends && !open) {
      set(content.before(index));
    }
    if (term.repeats()) {
      list(index);
    } else if (term.kind() == Kind.CHOICE) {
      choice(index, depends || open);
    } else if (depends) {
      if (Component.hasComponent(term)) {
        code.line("if (" + term.component() + " != null) {");
        one(index, term.component(), true, content.before(index));
        set(content.before(index + 1));
        code.line("}");
      }
    } else {
      one(index, term.component(), open, content.before(index));
    }
    return depends;
  }

  private void set(State state) {
    flush();
    code.line("base = " + state.base() + ";");
    code.line("width = " + state.width() + ";");
  }

  /** Writes the code of a production. */
  private void event(int production, State state, boolean open) {
    if (open) {
      flush();
      code.line("writer.bits(" + production + " - base, width);");
    } else if (state.productions() == 1) {
      zeros++;
    } else {
      flush();
      code.line("writer.bits(" + (production - state.base()) + ", " + state.width() + ");");
    }
  }

  private void list(int index) {
    Term term = content.terms().get(index);
    if (!Component.hasComponent(term)) {
      return;
    }
    flush();
    String list = term.component();
    String type = JavaTypes.simple(code.use(types.of(user, term, record, true)));
    String size = "n" + index;
    if (term.min() > 1) {
      code.line("int " + size + " = 0;");
    }
    code.line("for (" + type + " each : " + list + ") {");
    one(index, "each", true, content.before(index));
    if (term.min() > 1) {
      flush();
      code.line("if (++" + size + " < " + term.min() + ") {");
      set(content.before(index));
      code.line("continue;");
      code.line("}");
    }
    set(content.within(index));
    code.line("}");
    if (term.max() != Schema.UNBOUNDED) {
      code.line("if (" + list + ".size() == " + term.max() + ") {");
      set(content.before(index + 1));
      code.line("}");
    }
  }

  private void choice(int index, boolean open) {
    Term term = content.terms().get(index);
    flush();
    String start = "if (";
    for (int i = 0; i < term.events().size(); i++) {
      if (term.events().get(i) instanceof Valued value) {
        code.line(start + value.component() + " != null) {");
        event(content.offset(index) + i, content.before(index), open);
        value(term, value, value.component());
        flush();
        if (term.min() == 0) {
          set(content.before(index + 1));
        }
        start = "} else if (";
      }
    }
    code.line("}");
  }

  /** Writes one occurrence of a term with a component of its own. */
  private void one(int index, String variable, boolean open, State state) {
    Term term = content.terms().get(index);
    if (term.events().size() == 1) {
      event(content.offset(index), state, open);
      value(term, term.events().get(0), variable);
      return;
    }
    flush();
    String start = "if (";
    for (int i = 0; i < term.events().size(); i++) {
      if (term.events().get(i) instanceof Valued value) {
        String type =
            term.kind() == Kind.GROUP
                ? code.use(types.of(value, true))
                : code.use(types.of(user, term, record, true)) + "." + JavaNames.type(value.name());
        code.line(start + variable + " instanceof " + JavaTypes.simple(type) + " it) {");
        event(content.offset(index) + i, state, open);
        value(term, value, term.kind() == Kind.GROUP ? "it" : "it.value()");
        flush();
        start = "} else if (";
      }
    }
    code.line("}");
  }

  private void value(Term term, Event event, String variable) {
    Valued value = (Valued) event;
    if (value.complex() != null) {
      flush();
      code.line(variable + ".encode(writer);");
    } else {
      boolean element = term.kind() != Kind.ATTRIBUTE;
      zeros += element ? 1 : 0;
      flush();
      code.line(ValueCode.write(value.scalar(), variable));
      zeros += element ? 1 : 0;
    }
  }

  private void flush() {
    if (zeros > 0) {
      code.line("writer.zeros(" + zeros + ");");
      zeros = 0;
    }
  }
}
