package io.tidegate.codec.ocpp.json.v16;

/** Unit of a sampled value. CELCIUS is a misprint of the standard that stations obey. */
public enum UnitOfMeasure {
  WH,
  KWH,
  VARH,
  KVARH,
  W,
  KW,
  VA,
  KVA,
  VAR,
  KVAR,
  A,
  V,
  K,
  CELCIUS,
  CELSIUS,
  FAHRENHEIT,
  PERCENT
}
