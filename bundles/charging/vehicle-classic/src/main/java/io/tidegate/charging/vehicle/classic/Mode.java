package io.tidegate.charging.vehicle.classic;

/** Kinds of energy transfer, as far as an SECC has to tell them apart. */
public enum Mode {
  AC_SINGLE_PHASE,
  AC_THREE_PHASE,
  DC;

  public boolean direct() {
    return this == DC;
  }

  /** AC: phases that the vehicle charges with. */
  public int phases() {
    return this == AC_THREE_PHASE ? 3 : 1;
  }
}
