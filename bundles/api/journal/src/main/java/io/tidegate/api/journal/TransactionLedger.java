package io.tidegate.api.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Charging transactions: every event once, whatever the order and however often it arrives (S1.14).
 * Never dropped. A service of {@code core/journal}; any thread.
 */
public interface TransactionLedger {
  /** Number of an event that is the gateway's own: it stands in no station's row of numbers. */
  int NO_SEQUENCE = -1;

  /** Records an event; completes when durable: only then the station may be answered. */
  CompletionStage<Outcome> record(Event event);

  /** Blocks briefly. */
  Optional<Summary> summary(String station, String transaction);

  /** Transactions without an end, oldest first. Blocks: for the start. */
  List<Summary> open();

  /** The newest transactions, newest first. Blocks briefly. */
  List<Summary> recent(int most);

  /**
   * The events of a transaction with the highest numbers, highest first; the gateway's own not
   * among them. Who numbers events for stations that do not finds in them what comes again after a
   * restart. Blocks briefly. Empty where a ledger does not tell.
   */
  default List<Told> latest(String station, String transaction, int most) {
    return List.of();
  }

  /** An event as {@link #latest} tells of it: its number, and the message as it came. */
  @SuppressWarnings("ArrayRecordComponent")
  record Told(int sequence, byte[] payload) {}

  /**
   * @param sequence the station's number of the event within the transaction (OCPP seqNo)
   * @param evse number of the EVSE within the station, 0 when not named
   * @param session the gateway's session id
   * @param at the station's time stamp
   * @param receivedAt the gateway's
   * @param offline it happened while the station was offline
   * @param importWh energy register into the vehicle, NaN when not reported
   * @param exportWh energy register out of the vehicle, NaN when not reported
   * @param payload the message as it came
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Event(
      String station,
      String transaction,
      int sequence,
      Kind kind,
      int evse,
      String session,
      Instant at,
      Instant receivedAt,
      boolean offline,
      double importWh,
      double exportWh,
      byte[] payload) {}

  /**
   * @param missing numbers not received between the first and the highest
   * @param importWh energy into the vehicle so far: highest less lowest register, counted once; NaN
   *     when not reported
   * @param exportWh energy out of the vehicle likewise
   * @param estimated the end is the gateway's own: the station never told of one
   */
  record Summary(
      String station,
      String transaction,
      int evse,
      String session,
      Instant startedAt,
      Optional<Instant> endedAt,
      int highestSequence,
      List<Integer> missing,
      double importWh,
      double exportWh,
      boolean estimated) {

    /** One whose end, if it has one, is the station's own. */
    public Summary(
        String station,
        String transaction,
        int evse,
        String session,
        Instant startedAt,
        Optional<Instant> endedAt,
        int highestSequence,
        List<Integer> missing,
        double importWh,
        double exportWh) {
      this(
          station,
          transaction,
          evse,
          session,
          startedAt,
          endedAt,
          highestSequence,
          missing,
          importWh,
          exportWh,
          false);
    }
  }

  /** OCPP TransactionEventEnum, and the gateway's own end. */
  enum Kind {
    STARTED,
    UPDATED,
    ENDED,
    /**
     * The gateway's own end of a transaction that the station has cut short and never ended: its
     * energy is the last known. A true end that comes later takes its place. Its number is {@link
     * TransactionLedger#NO_SEQUENCE}.
     */
    ENDED_ESTIMATED
  }

  /** Whether the event was new. */
  enum Outcome {
    RECORDED,
    DUPLICATE,
    /** Same number, other content: the first stays. */
    CONFLICTING
  }
}
