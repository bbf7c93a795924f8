package io.tidegate.codec.ocpp.json;

/** What becomes of fields that the protocol does not know; every other rule is always strict. */
public enum Strictness {
  /** Refused. */
  STRICT,
  /** Let through and ignored. */
  TOLERANT,
  /** Let through, ignored and reported. */
  OBSERVE
}
