package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a payload against its table while it reads it, and makes the bound records on the way. One
 * use, one thread. The first rule that is broken ends it.
 */
final class PayloadReader {
  private final JsonParser in;
  private final String source;
  private final Strictness strictness;
  private int unknown;

  PayloadReader(JsonParser in, String source, Strictness strictness) {
    this.in = in;
    this.source = source;
    this.strictness = strictness;
  }

  /** Fields that the table does not know, let through so far. */
  int unknown() {
    return unknown;
  }

  /**
   * Reads an object; the parser stands on its first token.
   *
   * @return the bound record, null when none is bound
   */
  Object object(Type.Fields type) throws IOException, Violation {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw Rule.NO_OBJECT.broken();
    }
    if (type.open()) {
      return custom(type);
    }
    Shape shape = type.shape();
    Object[] values = shape == null ? null : new Object[type.list().size()];
    Set<String> strangers = null;
    long seen = 0;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      int i = type.indexOf(name);
      if (i < 0) {
        strangers = strangers == null ? new HashSet<>() : strangers;
        stranger(strangers);
        continue;
      }
      JsonText.unique((seen & (1L << i)) == 0);
      seen |= 1L << i;
      in.nextToken();
      Object value = field(type.list().get(i));
      if (values != null) {
        values[i] = value;
      }
    }
    if ((type.required() & ~seen) != 0) {
      int first = Long.numberOfTrailingZeros(type.required() & ~seen);
      throw Rule.FIELD_MISSING.broken(type.list().get(first).name());
    }
    return shape == null ? null : shape.make(values);
  }

  private Object field(Type.Field field) throws IOException, Violation {
    try {
      return value(field.type());
    } catch (Violation e) {
      throw e.within(field.name());
    }
  }

  private void stranger(Set<String> names) throws IOException, Violation {
    if (strictness == Strictness.STRICT) {
      throw Rule.FIELD_UNKNOWN.broken();
    }
    JsonText.unique(names.add(JsonText.name(in)));
    unknown++;
    in.nextToken();
    JsonText.pass(in);
  }

  private Object custom(Type.Fields type) throws IOException, Violation {
    Map<String, Object> facts = JsonText.openFields(in, source);
    Object vendor = facts.remove("vendorId");
    Type.Field field = type.list().get(0);
    if (vendor == null) {
      throw Rule.FIELD_MISSING.broken(field.name());
    }
    if (!(vendor instanceof String name)) {
      throw Rule.NO_TEXT.broken(field.name());
    }
    checkLength(name, (Type.Text) field.type());
    return new CustomData(name, facts);
  }

  private Object value(Type type) throws IOException, Violation {
    if (type instanceof Type.Fields fields) {
      return object(fields);
    }
    if (type instanceof Type.Many many) {
      return list(many);
    }
    if (type instanceof Type.Words words) {
      return word(words);
    }
    if (type instanceof Type.Text text) {
      String value = text();
      checkLength(value, text);
      return value;
    }
    if (type instanceof Type.Whole whole) {
      return whole(whole);
    }
    if (type instanceof Type.Decimal decimal) {
      return decimal(decimal);
    }
    if (type instanceof Type.Flag) {
      return flag();
    }
    if (type instanceof Type.Time) {
      return time();
    }
    if (type instanceof Type.Address address) {
      return address(address);
    }
    return JsonText.raw(in, source);
  }

  private List<Object> list(Type.Many many) throws IOException, Violation {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw Rule.NO_LIST.broken();
    }
    List<Object> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (values.size() == many.most()) {
        throw Rule.LIST_TOO_LONG.broken();
      }
      try {
        values.add(value(many.element()));
      } catch (Violation e) {
        throw e.within("[" + values.size() + "]");
      }
    }
    if (values.size() < many.least()) {
      throw Rule.LIST_TOO_SHORT.broken();
    }
    return values;
  }

  private String text() throws IOException, Violation {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw Rule.NO_TEXT.broken();
    }
    return JsonText.string(in);
  }

  private String word(Type.Words words) throws IOException, Violation {
    String word = words.values().get(text());
    if (word == null) {
      throw Rule.BAD_WORD.broken();
    }
    return word;
  }

  private Stamp time() throws IOException, Violation {
    Stamp stamp = Stamp.parse(text());
    if (stamp == null) {
      throw Rule.NO_TIME.broken();
    }
    return stamp;
  }

  private String address(Type.Address address) throws IOException, Violation {
    String value = text();
    if (!address.fits(value)) {
      throw Rule.NO_URI.broken();
    }
    return value;
  }

  private boolean flag() throws Violation {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw Rule.NO_FLAG.broken();
    };
  }

  private BigDecimal decimal(Type.Decimal range) throws IOException, Violation {
    BigDecimal value = number();
    boolean low = range.least().isPresent() && value.compareTo(range.least().get()) < 0;
    boolean high = range.most().isPresent() && value.compareTo(range.most().get()) > 0;
    if (low || high) {
      throw Rule.OUT_OF_RANGE.broken();
    }
    if (strictness == Strictness.STRICT && !range.onStep(value)) {
      throw Rule.OFF_STEP.broken();
    }
    return value;
  }

  private Integer whole(Type.Whole range) throws IOException, Violation {
    BigDecimal value = number();
    if (value.scale() > 0 && value.stripTrailingZeros().scale() > 0) {
      throw Rule.NO_WHOLE_NUMBER.broken();
    }
    if (value.precision() - value.scale() > 10) {
      throw Rule.OUT_OF_RANGE.broken();
    }
    long number = value.longValue();
    if (number < range.least() || number > range.most()) {
      throw Rule.OUT_OF_RANGE.broken();
    }
    return (int) number;
  }

  private BigDecimal number() throws IOException, Violation {
    JsonToken token = in.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw Rule.NO_NUMBER.broken();
    }
    return JsonText.number(in);
  }

  private static void checkLength(String value, Type.Text text) throws Violation {
    if (value.length() < text.least() || (text.most() >= 0 && value.length() > text.most())) {
      throw Rule.BAD_LENGTH.broken();
    }
  }
}
