package io.tidegate.codec.ocpp.json.v21;

/** Who may write a variable. */
public enum Mutability {
  READ_ONLY,
  WRITE_ONLY,
  READ_WRITE
}
