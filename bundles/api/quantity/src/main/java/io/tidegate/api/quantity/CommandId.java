package io.tidegate.api.quantity;

import java.util.regex.Pattern;

/** A grid command's id, chosen by its controller: the key of idempotency (S1.8). */
public record CommandId(String value) implements Comparable<CommandId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  public CommandId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("CommandId must match " + FORM);
    }
  }

  @Override
  public int compareTo(CommandId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
