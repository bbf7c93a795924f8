package io.tidegate.codec.ocpp.json;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a value may be, as the table says. */
sealed interface Type {

  /** Characters, counted as UTF-16 units; {@code most} −1: no bound but the reader's. */
  record Text(int least, int most) implements Type {}

  /** 32 bits, as OCPP defines integer. */
  record Whole(int least, int most) implements Type {}

  /**
   * A decimal number.
   *
   * @param step it is a multiple of this, by decimals and not by floating point
   */
  record Decimal(Optional<BigDecimal> least, Optional<BigDecimal> most, Optional<BigDecimal> step)
      implements Type {

    boolean onStep(BigDecimal value) {
      return step.isEmpty() || value.remainder(step.get()).signum() == 0;
    }
  }

  /** true or false. */
  record Flag() implements Type {}

  /** RFC 3339. */
  record Time() implements Type {}

  /** An absolute URI of RFC 3986. */
  record Address() implements Type {

    boolean fits(String text) {
      try {
        return new URI(text).isAbsolute() && text.chars().allMatch(c -> c < 0x80);
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }

  /** Anything. */
  record Any() implements Type {}

  /** A closed list of words; the map gives each word itself, to share one instance. */
  record Words(String name, Map<String, String> values) implements Type {}

  /** A list; {@code most} −1: no bound but the reader's. */
  record Many(Type element, int least, int most) implements Type {}

  /**
   * @param required whether an object without it is refused
   */
  record Field(String name, boolean required, Type type) {}

  /** An object. Filled once by {@link TableReader}, bound once by {@link Protocol}. */
  final class Fields implements Type {
    private final String name;
    private final boolean open;
    private List<Field> list = List.of();
    private final Map<String, Integer> index = new HashMap<>();
    private long required;
    private Shape shape;

    Fields(String name, boolean open) {
      this.name = name;
      this.open = open;
    }

    void fill(List<Field> fields) {
      list = List.copyOf(fields);
      if (list.size() > Long.SIZE) {
        throw new IllegalArgumentException(name + " has more than 64 fields");
      }
      for (int i = 0; i < list.size(); i++) {
        if (index.put(list.get(i).name(), i) != null) {
          throw new IllegalArgumentException(name + " lists " + list.get(i).name() + " twice");
        }
        if (list.get(i).required()) {
          required |= 1L << i;
        }
      }
    }

    void bind(Shape to) {
      shape = to;
    }

    String name() {
      return name;
    }

    boolean open() {
      return open;
    }

    List<Field> list() {
      return list;
    }

    /** −1 when there is no such field. */
    int indexOf(String field) {
      Integer i = index.get(field);
      return i == null ? -1 : i;
    }

    /** Bit i is set when field i is required. */
    long required() {
      return required;
    }

    /** Null when no record is bound: such an object is checked and forgotten. */
    Shape shape() {
      return shape;
    }
  }
}
