package io.tidegate.api.quantity;

import java.util.regex.Pattern;

/** A mandate source: a grid controller, an upstream system or a local policy. */
public record ControllerId(String value) implements Comparable<ControllerId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

  public ControllerId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("ControllerId must match " + FORM);
    }
  }

  @Override
  public int compareTo(ControllerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
