package io.tidegate.api.quantity;

import java.util.regex.Pattern;

/**
 * Identity of a charging station: what it presents on connect, percent-decoded, 1 to 48 characters,
 * no colon (OCPP 2.1 part 4 §3.1).
 */
public record StationId(String value) implements Comparable<StationId> {
  private static final Pattern FORM = Pattern.compile("[^\\p{Cntrl}:/\\\\]{1,48}");

  public StationId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("StationId must match " + FORM);
    }
  }

  @Override
  public int compareTo(StationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
