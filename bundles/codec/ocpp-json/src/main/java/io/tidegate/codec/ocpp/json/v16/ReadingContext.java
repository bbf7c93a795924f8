package io.tidegate.codec.ocpp.json.v16;

/** Why a value was sampled. */
public enum ReadingContext {
  INTERRUPTION_BEGIN,
  INTERRUPTION_END,
  SAMPLE_CLOCK,
  SAMPLE_PERIODIC,
  TRANSACTION_BEGIN,
  TRANSACTION_END,
  TRIGGER,
  OTHER
}
