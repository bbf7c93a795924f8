package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Peer;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection without a socket. Checks that all that the dialect says keeps every rule. */
final class FakeMailbox implements Mailbox {
  static final Protocol OCPP = Ocpp201.protocol();
  private final Peer peer;
  final List<String> replies = new ArrayList<>();
  final List<OutboundCall> calls = new ArrayList<>();
  private final List<OutboundCall> inFlight = new ArrayList<>();
  Slot slot = Slot.EMPTY;
  boolean refusing;
  int closedWith;

  FakeMailbox(String station, long connection, int securityProfile) {
    this(new Peer(new StationId(station), connection, "ocpp2.0.1", "127.0.0.1:5", securityProfile));
  }

  FakeMailbox(Peer peer) {
    this.peer = peer;
  }

  /** With a certificate of that serial number. */
  static FakeMailbox certified(String station, String commonName, boolean expired) {
    return new FakeMailbox(
        new Peer(
            new StationId(station),
            9,
            "ocpp2.0.1",
            "127.0.0.1:5",
            3,
            Optional.of(commonName),
            expired));
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Slot slot() {
    return slot;
  }

  @Override
  public void slot(Slot state) {
    slot = state;
  }

  @Override
  public void reply(String frame) {
    assertThat(OCPP.read(frame, Side.SITE, Strictness.STRICT))
        .isInstanceOfAny(Frame.Result.class, Frame.Failure.class);
    replies.add(frame);
  }

  @Override
  public boolean call(OutboundCall call) {
    if (refusing) {
      return false;
    }
    assertThat(call.id().length()).isLessThanOrEqualTo(36);
    request(call);
    calls.add(call);
    inFlight.add(call);
    return true;
  }

  /** The call as the station reads it. */
  static Request request(OutboundCall call) {
    String frame = "[2,\"" + call.id() + "\",\"" + call.action() + "\"," + call.payload() + "]";
    Frame read = OCPP.read(frame, Side.SITE, Strictness.STRICT);
    assertThat(read).as(frame).isInstanceOf(Frame.Call.class);
    return ((Frame.Call) read).message();
  }

  @Override
  public Optional<OutboundCall> settle(String id) {
    Optional<OutboundCall> call = inFlight.stream().filter(c -> c.id().equals(id)).findFirst();
    call.ifPresent(inFlight::remove);
    return call;
  }

  @Override
  public void close(int code, String reason) {
    closedWith = code;
  }

  Frame lastReply() {
    assertThat(replies).isNotEmpty();
    return OCPP.read(replies.get(replies.size() - 1), Side.SITE, Strictness.STRICT);
  }

  <R extends Record & Request> List<R> requests(Class<R> type) {
    return calls.stream()
        .map(FakeMailbox::request)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  OutboundCall lastCall(String action) {
    List<OutboundCall> matching = calls.stream().filter(c -> c.action().equals(action)).toList();
    assertThat(matching).as(action).isNotEmpty();
    return matching.get(matching.size() - 1);
  }
}
