package io.tidegate.api.quantity;

/** One charging session at one EVSE, given by the gateway; unique for the life of the journal. */
public record SessionId(String value) implements Comparable<SessionId> {
  private static final Form FORM = new Form("._-", "._-", 64, "[A-Za-z0-9._-]{1,64}");

  public SessionId {
    if (!FORM.fits(value)) {
      throw new IllegalArgumentException("SessionId must match " + FORM);
    }
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
