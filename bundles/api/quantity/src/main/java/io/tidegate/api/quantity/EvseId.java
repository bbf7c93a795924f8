package io.tidegate.api.quantity;

import java.util.regex.Pattern;

/** Names one EVSE of the site, as the site file does: 1 to 48 characters. */
public record EvseId(String value) implements Comparable<EvseId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._*+-]{0,47}");

  public EvseId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("EvseId must match " + FORM);
    }
  }

  @Override
  public int compareTo(EvseId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
