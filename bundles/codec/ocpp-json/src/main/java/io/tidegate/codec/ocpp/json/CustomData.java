package io.tidegate.codec.ocpp.json;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A vendor's additions to an object: OCPP's only extension point.
 *
 * @param facts its fields other than {@code vendorId}: String, BigDecimal or Boolean; what is
 *     nested deeper is kept as {@link RawJson}
 */
public record CustomData(String vendorId, Map<String, Object> facts) {
  public CustomData {
    facts = Map.copyOf(facts);
  }

  public Optional<Boolean> flag(String name) {
    return facts.get(name) instanceof Boolean b ? Optional.of(b) : Optional.empty();
  }

  /** NaN when it is missing or no number. */
  public double number(String name) {
    return facts.get(name) instanceof BigDecimal d ? d.doubleValue() : Double.NaN;
  }

  public Optional<String> text(String name) {
    return facts.get(name) instanceof String s ? Optional.of(s) : Optional.empty();
  }
}
