package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import java.util.Optional;

/** What a step wants done outside. */
sealed interface Effect {
  record Post(SiteInput input) implements Effect {}

  /**
   * An event of the transaction.
   *
   * @param note JSON object
   */
  record Book(
      String transaction,
      String session,
      int sequence,
      TransactionLedger.Kind kind,
      double importWh,
      double exportWh,
      String note)
      implements Effect {}

  /**
   * Ask the lists about a token.
   *
   * @param type in the words of OCPP: {@code eMAID}, {@code MacAddress}
   * @param last a refusal is final
   */
  record Ask(String session, String token, String type, boolean last) implements Effect {}

  /** Keep the paused session over a restart; empty: forget it. */
  record Keep(Optional<PausedSession> paused, String transaction, int booked) implements Effect {}

  /** For the log. */
  record Say(Level level, String code, String sentence) implements Effect {}

  /** For the power-line link. */
  record Link(Wish wish) implements Effect {}

  enum Level {
    INFO,
    WARN,
    ERROR
  }

  enum Wish {
    MATCH,
    TERMINATE,
    PAUSE
  }
}
