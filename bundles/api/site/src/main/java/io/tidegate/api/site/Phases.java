package io.tidegate.api.site;

/**
 * The line conductors that an EVSE is wired to. A three-phase EVSE loads each phase with a third.
 */
public enum Phases {
  L1(1),
  L2(2),
  L3(4),
  L123(7);

  private final int mask;

  Phases(int mask) {
    this.mask = mask;
  }

  /** True when the EVSE is wired to {@code phase}: 0 is L1, 1 is L2, 2 is L3. */
  public boolean includes(int phase) {
    return (mask & (1 << phase)) != 0;
  }

  /** 1 or 3. */
  public int count() {
    return Integer.bitCount(mask);
  }
}
