package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Content.Event;
import io.tidegate.codec.exi.generator.Content.Kind;
import io.tidegate.codec.exi.generator.Content.Term;
import io.tidegate.codec.exi.generator.Content.Valued;
import java.util.ArrayList;
import java.util.List;

/**
 * A component of a record.
 *
 * @param type Java type of one value, qualified
 * @param optional may be null
 * @param list whether it is a list of {@code min..max}
 * @param scalar the simple type of its values, null for others
 * @param choice index of the term of which it is one of several; -1 for others
 */
record Component(
    String name,
    String wire,
    String type,
    boolean optional,
    boolean list,
    int min,
    int max,
    Scalar scalar,
    int choice) {

  static final String TEXT = "#text";

  static List<Component> of(Content content, JavaTypes types, Schema user, String record) {
    List<Component> all = new ArrayList<>();
    for (int i = 0; i < content.terms().size(); i++) {
      add(all, content.terms().get(i), i, types, user, record);
    }
    if (content.text() != null) {
      String type = types.of(content.text(), false);
      all.add(new Component("value", TEXT, type, false, false, 1, 1, content.text(), -1));
    }
    return all;
  }

  private static void add(
      List<Component> all, Term term, int index, JavaTypes types, Schema user, String record) {
    boolean optional = term.min() == 0 && !term.repeats();
    if (term.kind() == Kind.CHOICE && !term.repeats()) {
      for (Event event : term.events()) {
        if (event instanceof Valued value) {
          String type = types.of(value, true);
          all.add(
              new Component(
                  value.component(), value.name(), type, true, false, 0, 1, value.scalar(), index));
        }
      }
    } else if (hasComponent(term)) {
      Event first = term.events().get(0);
      String wire =
          switch (term.kind()) {
            case GROUP -> term.head().element().name();
            case CHOICE -> "*";
            default -> (term.kind() == Kind.ATTRIBUTE ? "@" : "") + first.name();
          };
      String type = types.of(user, term, record, optional || term.repeats());
      Scalar scalar =
          term.kind() == Kind.ELEMENT || term.kind() == Kind.ATTRIBUTE
              ? ((Valued) first).scalar()
              : null;
      all.add(
          new Component(
              term.component(),
              wire,
              type,
              optional,
              term.repeats(),
              term.min(),
              term.max(),
              scalar,
              -1));
    }
  }

  /** Whether a term has a component of its own in the record. */
  static boolean hasComponent(Term term) {
    return !term.component().isEmpty() && term.events().stream().anyMatch(Valued.class::isInstance);
  }
}
