package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Peer;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.quantity.StationId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A station's connection as a relay sees it, and a dialect that answers what it is told to. */
final class StationDouble implements Mailbox {
  private final Peer peer;
  private final Exchange exchange;
  private final List<OutboundCall> calls = new CopyOnWriteArrayList<>();
  private final List<Integer> closed = new CopyOnWriteArrayList<>();
  private int ids;

  StationDouble(Exchange exchange, String identity, String subprotocol) {
    this.exchange = exchange;
    peer = new Peer(new StationId(identity), 1, subprotocol, "127.0.0.1:1", 0);
    exchange.opened(this);
  }

  /** The station sends a request, the gateway answers so; what the station gets. */
  Optional<String> says(String action, String payload, String gateway) throws Exception {
    String id = "st-" + ids++;
    boolean heard =
        exchange
            .heard(this, "[2,\"" + id + "\",\"" + action + "\"," + payload + "]")
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    if (!heard) {
      throw new AssertionError("the dialect did not hear " + action);
    }
    String frame =
        gateway.startsWith("!")
            ? "[4,\"" + id + "\",\"" + gateway.substring(1) + "\",\"\",{}]"
            : "[3,\"" + id + "\"," + gateway + "]";
    return exchange.answering(this, frame).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** What the station is asked through its mailbox. */
  List<OutboundCall> calls() {
    return calls;
  }

  /** The station answers a call. */
  boolean answers(OutboundCall call, String payload) throws Exception {
    return !exchange
        .heard(this, "[3,\"" + call.id() + "\"," + payload + "]")
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  List<Integer> closings() {
    return closed;
  }

  void leaves() {
    exchange.closed(this);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Slot slot() {
    return Slot.EMPTY;
  }

  @Override
  public void slot(Slot state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reply(String frame) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean call(OutboundCall call) {
    return calls.add(call);
  }

  @Override
  public Optional<OutboundCall> settle(String id) {
    return calls.stream().filter(c -> c.id().equals(id)).findFirst();
  }

  @Override
  public void close(int code, String reason) {
    closed.add(code);
    exchange.closed(this);
  }
}
