package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Flag;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** No type may hold itself: else a message could nest until the stack of its reader overflows. */
final class Nesting {
  private final Model model;
  private final Grammar grammar;
  private final Set<String> checked = new HashSet<>();

  Nesting(Model model) {
    this.model = model;
    this.grammar = new Grammar(model);
  }

  void check() {
    for (Schema schema : model.schemas()) {
      for (Definition definition : schema.definitions().values()) {
        if (definition instanceof Complex complex && !complex.is(Flag.OPAQUE)) {
          check(new ComplexRef(schema, complex), new LinkedHashSet<>());
        }
      }
    }
  }

  private void check(ComplexRef type, Set<String> around) {
    String name = type.schema().name() + ":" + type.type().name();
    if (!around.add(name)) {
      throw new ModelException("a type holds itself: " + String.join(", ", around));
    }
    if (!checked.contains(name)) {
      for (Term term : grammar.content(type).terms()) {
        for (Event event : term.events()) {
          if (event instanceof Valued value && value.complex() != null) {
            check(value.complex(), around);
          }
        }
      }
      checked.add(name);
    }
    around.remove(name);
  }
}
