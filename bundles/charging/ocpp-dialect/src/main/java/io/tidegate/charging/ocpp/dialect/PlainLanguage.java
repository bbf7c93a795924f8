package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Violation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A 2.x: its messages are the engine's own, as far as its table knows them. */
public final class PlainLanguage implements Language {
  private final Protocol protocol;

  /**
   * @param protocol over the records of 2.1
   */
  public PlainLanguage(Protocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public CompletionStage<Heard> interpret(Hearing hearing, Frame.Call call) {
    return CompletableFuture.completedStage(Heard.asItIs(call));
  }

  @Override
  public boolean says(Class<? extends Record> request) {
    return protocol.knows(request);
  }

  @Override
  public List<Wording> say(Record request) {
    return says(request.getClass())
        ? List.of(new Wording(protocol.action(request.getClass()), protocol.payload(request)))
        : List.of();
  }

  @Override
  public Optional<Record> understand(OutboundCall call, String payload) throws Violation {
    return protocol.response(call.action(), payload);
  }
}
