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
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection without a socket. Checks that all that the dialect says keeps every rule. */
final class FakeMailbox implements Mailbox {
  static final Protocol OCPP = Ocpp201.protocol();
  static final Protocol OCPP_2_1 = Ocpp21.protocol();
  final Protocol ocpp;
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
    ocpp = peer.subprotocol().equals("ocpp2.1") ? OCPP_2_1 : OCPP;
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
    assertThat(table().read(frame, Side.SITE, Strictness.STRICT))
        .isInstanceOfAny(Frame.Result.class, Frame.Failure.class, Frame.ResultFailure.class);
    replies.add(frame);
  }

  @Override
  public boolean call(OutboundCall call) {
    if (refusing) {
      return false;
    }
    assertThat(call.id().length()).isLessThanOrEqualTo(36);
    heard(call);
    calls.add(call);
    inFlight.add(call);
    return true;
  }

  /** Stations that have added to 2.0.1 are spoken to with what they have added. */
  boolean additions;

  private Protocol table() {
    return additions ? OCPP_2_1 : ocpp;
  }

  /** The call as this station reads it. */
  Request heard(OutboundCall call) {
    return request(call, table());
  }

  /** The call as a station of 2.0.1 reads it. */
  static Request request(OutboundCall call) {
    return request(call, OCPP);
  }

  private static Request request(OutboundCall call, Protocol protocol) {
    String frame = "[2,\"" + call.id() + "\",\"" + call.action() + "\"," + call.payload() + "]";
    Frame read = protocol.read(frame, Side.SITE, Strictness.STRICT);
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
    return table().read(replies.get(replies.size() - 1), Side.SITE, Strictness.STRICT);
  }

  <R extends Record & Request> List<R> requests(Class<R> type) {
    return calls.stream().map(this::heard).filter(type::isInstance).map(type::cast).toList();
  }

  OutboundCall lastCall(String action) {
    List<OutboundCall> matching = calls.stream().filter(c -> c.action().equals(action)).toList();
    assertThat(matching).as(action).isNotEmpty();
    return matching.get(matching.size() - 1);
  }
}
