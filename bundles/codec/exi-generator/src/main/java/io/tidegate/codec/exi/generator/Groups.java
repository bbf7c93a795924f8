package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sealed interfaces (qualified names) and the records that implement them. */
final class Groups {
  /** Members by interface. */
  final Map<String, Map<String, ComplexRef>> members = new LinkedHashMap<>();

  private final Model model;
  private final JavaTypes types;

  Groups(Model model, JavaTypes types) {
    this.model = model;
    this.types = types;
    Grammar grammar = new Grammar(model);
    for (Schema schema : model.schemas()) {
      for (Definition definition : schema.definitions().values()) {
        if (definition instanceof Complex complex && !complex.is(Schema.Flag.ABSTRACT)) {
          grammar.content(new ComplexRef(schema, complex)).terms().forEach(t -> add(schema, t));
        }
      }
      if (schema.document()) {
        messages(schema);
      }
    }
  }

  private void add(Schema user, Term term) {
    if (term.kind() != Kind.GROUP) {
      return;
    }
    String name = types.group(user, term.head());
    for (Event event : term.events()) {
      if (event instanceof Valued value) {
        member(name, value.complex());
      }
    }
  }

  private void messages(Schema schema) {
    for (GlobalElement element : schema.elements().values()) {
      if (element.isMessage()) {
        ComplexRef type =
            model
                .complex(schema, element.type())
                .orElseThrow(() -> new ModelException("no complex type " + element.type()));
        if (of(types.of(type)).contains(message(schema))) {
          throw new ModelException(element.name() + " and another message are of one type");
        }
        member(message(schema), type);
      }
    }
  }

  private void member(String group, ComplexRef type) {
    String record = types.of(type);
    if (!owner(group).equals(owner(record))) {
      throw new ModelException(record + " would implement the sealed " + group);
    }
    members.computeIfAbsent(group, g -> new LinkedHashMap<>()).put(record, type);
  }

  private static String owner(String qualified) {
    return qualified.substring(0, qualified.lastIndexOf('.'));
  }

  /** The sealed interface of a document's messages. */
  String message(Schema schema) {
    return types.packageOf(schema) + "." + JavaNames.type(schema.name()) + "Message";
  }

  /** What a record implements of these. */
  SortedSet<String> of(String record) {
    SortedSet<String> all = new TreeSet<>();
    members.forEach(
        (group, records) -> {
          if (records.containsKey(record)) {
            all.add(group);
          }
        });
    return all;
  }
}
