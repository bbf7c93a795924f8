package io.tidegate.charging.ocpp.v16;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.charging.ocpp.dialect.Heard;
import io.tidegate.charging.ocpp.dialect.Hearing;
import io.tidegate.charging.ocpp.dialect.Language;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v16.Ocpp16;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** OCPP 1.6 with the security white paper, for an engine that thinks in 2.1. Charge-only. */
final class OldLanguage implements Language {
  private final Protocol protocol = Ocpp16.protocol();
  private final Interpreter interpreter;
  private final Wordings wordings = new Wordings(protocol);
  private final Understanding understanding = new Understanding(protocol);

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
    return interpreter.interpret(hearing, call);
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
  public Optional<Record> understand(OutboundCall call, String payload) throws Violation {
    return understanding.of(call, payload);
  }

  @Override
  public boolean discharges() {
    return false;
  }
}
