package io.tidegate.api.control;

/** What a target's power means. */
public enum TargetKind {
  /** The EVSEs below the node together take this power; negative: they deliver it. */
  VEHICLE_POWER,
  /** The node imports no more than this, building included. */
  IMPORT_LIMIT,
  /** The node exports no more than this, building included. */
  EXPORT_LIMIT,
  /** One EVSE takes this power; only in {@link Target#evse()}. */
  EVSE_POWER,
  /**
   * One EVSE takes no more than this; only in {@link Target#evse()}. Needs no mandate: it only
   * takes away. Never in a grid command.
   */
  EVSE_LIMIT
}
