package io.tidegate.codec.ocpp.json.v21;

/** Why a value was sampled. */
public enum ReadingContext {
  INTERRUPTION_BEGIN,
  INTERRUPTION_END,
  OTHER,
  SAMPLE_CLOCK,
  SAMPLE_PERIODIC,
  TRANSACTION_BEGIN,
  TRANSACTION_END,
  TRIGGER
}
