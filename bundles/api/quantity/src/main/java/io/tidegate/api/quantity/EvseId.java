package io.tidegate.api.quantity;

/** Names one EVSE of the site, as the site file does: 1 to 48 characters. */
public record EvseId(String value) implements Comparable<EvseId> {
  private static final Form FORM = new Form("", "._*+-", 48, "[A-Za-z0-9][A-Za-z0-9._*+-]{0,47}");

  public EvseId {
    if (!FORM.fits(value)) {
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
