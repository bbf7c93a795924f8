package io.tidegate.charging.ocpp.upstream;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Transactions that stations have spoken of and not ended. On the upstream's thread. */
final class Sessions {
  private static final int MOST_A_STATION = 256;

  private final Map<String, Map<String, Integer>> open = new HashMap<>();

  /** What a request says of a transaction. */
  record Word(String transaction, OptionalInt evse, boolean ends) {}

  /**
   * Hears a request that the gateway has accepted.
   *
   * @param number on 1.6, that of a transaction that begins
   */
  Optional<Word> hear(String station, Envelope call, OptionalInt number) {
    Optional<Word> word = word(call, number);
    word.ifPresent(w -> note(station, w));
    return word;
  }

  private void note(String station, Word word) {
    Map<String, Integer> of = open.computeIfAbsent(station, s -> new HashMap<>());
    if (word.ends) {
      of.remove(word.transaction);
    } else if (of.size() < MOST_A_STATION || of.containsKey(word.transaction)) {
      of.merge(word.transaction, word.evse.orElse(0), (old, now) -> now == 0 ? old : now);
    }
  }

  private static Optional<Word> word(Envelope call, OptionalInt number) {
    String payload = call.rest();
    return switch (call.word()) {
      case "TransactionEvent" -> {
        OptionalInt evse =
            Splice.value(payload, "evse")
                .flatMap(e -> Splice.number(e, "id"))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        boolean ends = Splice.text(payload, "eventType").filter("Ended"::equals).isPresent();
        yield Splice.value(payload, "transactionInfo")
            .flatMap(i -> Splice.text(i, "transactionId"))
            .map(id -> new Word(id, evse, ends));
      }
      case "StartTransaction" ->
          number.isPresent()
              ? Optional.of(new Word("" + number.getAsInt(), connector(payload), false))
              : Optional.empty();
      case "MeterValues" ->
          Splice.number(payload, "transactionId")
              .map(n -> new Word(n.toString(), connector(payload), false));
      case "StopTransaction" ->
          Splice.number(payload, "transactionId")
              .map(n -> new Word(n.toString(), OptionalInt.empty(), true));
      default -> Optional.empty();
    };
  }

  private static OptionalInt connector(String payload) {
    return Splice.number(payload, "connectorId").map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  boolean knows(String station, String transaction) {
    return open.getOrDefault(station, Map.of()).containsKey(transaction);
  }
}
