package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Model.ComplexRef;
import java.util.List;

/**
 * The grammar of a complex type: terms in a row, then the end of the element.
 *
 * @param text the simple type of its text; null for element content
 */
record Content(List<Term> terms, boolean mixed, Scalar text) {

  /** What an event of a term stands for. */
  sealed interface Event {
    /** Name in the standard. */
    String name();
  }

  /**
   * An element or attribute that has a value.
   *
   * @param component of the record; of an item, its type
   */
  record Valued(String name, String component, Scalar scalar, ComplexRef complex)
      implements Event {}

  /** Has a code and cannot be read: abstract, wildcard, opaque. */
  record Refused(String name) implements Event {}

  /** What a term is. */
  enum Kind {
    ATTRIBUTE,
    ELEMENT,
    GROUP,
    CHOICE,
    ANY
  }

  /**
   * One place in the row.
   *
   * @param component of the record; empty where each event has its own
   * @param head of a substitution group, else null
   */
  record Term(
      Kind kind, int min, int max, String component, Model.ElementRef head, List<Event> events) {
    boolean repeats() {
      return max > 1;
    }
  }

  /**
   * A state of the grammar.
   *
   * @param base index of the production whose code is 0
   * @param productions how many, without the escape
   */
  record State(int base, int productions) {
    /**
     * Bits of a code: one production more than these is the escape (EXI 1.0 §8.4.3, not strict).
     */
    int width() {
      return Integer.SIZE - Integer.numberOfLeadingZeros(productions);
    }
  }

  /** Index of the first production of a term; that of the end for the last. */
  int offset(int term) {
    int offset = 0;
    for (int i = 0; i < term; i++) {
      offset += terms.get(i).events().size();
    }
    return offset;
  }

  /** Index of the production that ends the element, or that begins its text. */
  int end() {
    return offset(terms.size());
  }

  /** The state before a term. */
  State before(int term) {
    return state(term, term);
  }

  /** The state after an occurrence of a list that may go on. */
  State within(int term) {
    return state(term, term + 1);
  }

  /** From a term on; those before {@code first} do not close the state. */
  private State state(int from, int first) {
    int productions = 0;
    int at = from;
    boolean closed = false;
    while (at < terms.size() && !closed) {
      productions += terms.get(at).events().size();
      closed = at >= first && terms.get(at).min() > 0;
      at++;
    }
    if (!closed) {
      productions++;
    }
    boolean inAttributes = closed && terms.get(at - 1).kind() == Kind.ATTRIBUTE;
    return new State(offset(from), productions + (mixed && !inAttributes ? 1 : 0));
  }
}
