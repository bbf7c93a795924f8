package io.tidegate.charging.ocpp.v16;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.StationId;
import io.tidegate.charging.ocpp.dialect.Heard;
import io.tidegate.charging.ocpp.dialect.Hearing;
import io.tidegate.charging.ocpp.dialect.Language;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import io.tidegate.codec.ocpp.json.v16.StartTransactionRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** OCPP 1.6 with the security white paper, for an engine that thinks in 2.1. Charge-only. */
final class OldLanguage implements Language {
  private final Protocol protocol = Ocpp16.protocol();
  private final Interpreter interpreter;
  private final Wordings wordings = new Wordings(protocol);
  private final Understanding understanding = new Understanding(protocol);

  /**
   * Transactions whose number their station is about to hear, one a station: it would reject a
   * profile for such a number, since only the answer to its start tells it (1.6 §5.11).
   */
  private final Map<StationId, String> unheard = new ConcurrentHashMap<>();

  /**
   * @param reader runs what blocks on the ledger
   */
  OldLanguage(TransactionLedger ledger, Executor reader, InstantSource time) {
    interpreter = new Interpreter(new Numbers(ledger, reader), time);
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public CompletionStage<Heard> interpret(Hearing hearing, Frame.Call call) {
    return interpreter
        .interpret(hearing, call)
        .thenApply(
            heard -> {
              if (call.message() instanceof StartTransactionRequest
                  && heard.message() instanceof TransactionEventRequest event) {
                unheard.put(hearing.station(), event.transactionInfo().transactionId());
              }
              return heard;
            });
  }

  @Override
  public void answered(StationId station, Frame.Call call) {
    if (call.message() instanceof StartTransactionRequest) {
      unheard.remove(station);
    }
  }

  @Override
  public boolean says(Class<? extends Record> request) {
    return Wordings.KNOWN.contains(request);
  }

  @Override
  public List<Wording> say(Record request) {
    return wordings.of(request);
  }

  @Override
  public List<Wording> say(StationId station, Record request) {
    boolean unknown =
        request instanceof SetChargingProfileRequest set
            && set.chargingProfile().transactionId().isPresent()
            && set.chargingProfile().transactionId().get().equals(unheard.get(station));
    return unknown ? List.of() : say(request);
  }

  @Override
  public Optional<Record> understand(OutboundCall call, String payload) throws Violation {
    return understanding.of(call, payload);
  }

  @Override
  public boolean discharges() {
    return false;
  }
}
