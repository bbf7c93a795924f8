package io.tidegate.bench.dialect;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.HeartbeatResponse;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** OCPP 2.0.1, checked strictly and answered at once; nothing is kept, nobody is told. */
final class AnsweringDialect implements Dialect {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
  private static final int PREFERENCE = 201;
  private static final int HEARTBEAT_S = 300;

  private final Protocol protocol = Ocpp201.protocol();

  @Override
  public String subprotocol() {
    return Ocpp201.SUBPROTOCOL;
  }

  @Override
  public int preference() {
    return PREFERENCE;
  }

  @Override
  public CompletionStage<Void> received(Mailbox mailbox, String message) {
    Frame frame = protocol.read(message, Side.STATION, Strictness.STRICT);
    if (frame instanceof Frame.Call call) {
      mailbox.reply(answer(call));
    } else if (frame instanceof Frame.Refused refused) {
      var violation = refused.violation();
      mailbox.reply(Protocol.error(refused.id(), violation.code(), violation.getMessage()));
    }
    return DONE;
  }

  private String answer(Frame.Call call) {
    Stamp now = Stamp.of(Instant.now());
    if (call.message() instanceof BootNotificationRequest) {
      return protocol.result(
          call.id(),
          new BootNotificationResponse(
              now, HEARTBEAT_S, RegistrationStatus.ACCEPTED, Optional.empty()));
    }
    if (call.message() instanceof HeartbeatRequest) {
      return protocol.result(call.id(), new HeartbeatResponse(now));
    }
    return call.message() instanceof TransactionEventRequest
            || call.message() instanceof StatusNotificationRequest
        ? Protocol.emptyResult(call.id())
        : Protocol.error(call.id(), RpcErrorCode.NOT_SUPPORTED, "Not part of the benchmark");
  }

  @Override
  public void attached(Mailbox mailbox) {
    // nothing is asked of it
  }

  @Override
  public void ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    // nothing was asked
  }

  @Override
  public void detached(Mailbox mailbox, Detachment reason) {
    // nothing was kept
  }
}
