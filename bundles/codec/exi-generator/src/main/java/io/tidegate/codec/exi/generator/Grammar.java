package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Refused;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Model.ElementRef;
import io.tidegate.codec.exi.generator.Model.Owned;
import io.tidegate.codec.exi.generator.Schema.Any;
import io.tidegate.codec.exi.generator.Schema.Attribute;
import io.tidegate.codec.exi.generator.Schema.Choice;
import io.tidegate.codec.exi.generator.Schema.Flag;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import io.tidegate.codec.exi.generator.Schema.Particle;
import io.tidegate.codec.exi.generator.Schema.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns types into grammars (EXI 1.0 §8.5.4): attributes by name, then elements in schema order, a
 * substitution group as its members by name, then wildcards, then the end of the element, then text
 * of mixed content.
 */
final class Grammar {
  private final Model model;

  Grammar(Model model) {
    this.model = model;
  }

  Content content(ComplexRef type) {
    List<Term> terms = new ArrayList<>();
    for (Owned<Attribute> attribute : model.attributes(type)) {
      terms.add(attribute(attribute.schema(), attribute.value()));
    }
    boolean wildcard = false;
    for (Owned<Particle> particle : model.particles(type)) {
      Term term = term(particle.schema(), particle.value());
      if (wildcard && term.kind() != Kind.ANY) {
        throw new ModelException(type.type().name() + ": nothing may follow a wildcard");
      }
      wildcard = term.kind() == Kind.ANY;
      terms.add(term);
    }
    return new Content(List.copyOf(terms), model.mixed(type), model.content(type).orElse(null));
  }

  private Term attribute(Schema schema, Attribute attribute) {
    String component = JavaNames.component(attribute.name());
    Event event =
        new Valued(attribute.name(), component, model.scalar(schema, attribute.type()), null);
    return new Term(
        Kind.ATTRIBUTE, attribute.optional() ? 0 : 1, 1, component, null, List.of(event));
  }

  private Term term(Schema schema, Particle particle) {
    int min = particle.occurs().min();
    int max = particle.occurs().max();
    if (particle instanceof Any) {
      return new Term(Kind.ANY, min, max, "", null, List.of(new Refused("wildcard")));
    }
    if (particle instanceof Choice choice) {
      List<Event> events = new ArrayList<>();
      choice.alternatives().forEach(p -> events.addAll(term(schema, p).events()));
      String component = choice.occurs().repeats() ? "items" : "";
      return new Term(Kind.CHOICE, min, max, component, null, List.copyOf(events));
    }
    if (particle instanceof Reference reference) {
      return reference(schema, reference, min, max);
    }
    LocalElement local = (LocalElement) particle;
    Event event = element(schema, local.name(), local.type());
    return new Term(
        Kind.ELEMENT, min, max, JavaNames.component(local.name()), null, List.of(event));
  }

  private Term reference(Schema schema, Reference reference, int min, int max) {
    ElementRef head = model.element(schema, reference.target());
    String component = JavaNames.component(head.element().name());
    List<Event> events = new ArrayList<>();
    for (ElementRef member : model.members(schema, reference.target())) {
      events.add(
          member.element().isAbstract()
              ? new Refused(member.element().name())
              : element(member.schema(), member.element().name(), member.element().type()));
    }
    Kind kind = events.size() > 1 ? Kind.GROUP : Kind.ELEMENT;
    return new Term(
        kind, min, max, component, kind == Kind.GROUP ? head : null, List.copyOf(events));
  }

  Event element(Schema schema, String name, String type) {
    String component = JavaNames.component(name);
    Optional<ComplexRef> complex = model.complex(schema, type);
    if (complex.isEmpty()) {
      return new Valued(name, component, model.scalar(schema, type), null);
    }
    boolean refused =
        complex.get().type().is(Flag.OPAQUE) || complex.get().type().is(Flag.ABSTRACT);
    return refused ? new Refused(name) : new Valued(name, component, null, complex.get());
  }
}
