package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A connection that is this dialect's: its mailbox and its state, read from the slot once and
 * written through to it at every change, those that one message makes together when it is answered.
 * Thread-safe.
 */
final class Line {
  private final Mailbox mailbox;
  private final boolean inherited;
  private final Complaints complaints = new Complaints();
  private final Map<Integer, VehicleWord> words = new ConcurrentHashMap<>();
  private final DynamicProfiles profiles = new DynamicProfiles();
  private volatile Named session = new Named("", null);
  private StationState state;
  private boolean ours = true;
  private boolean held;
  private boolean unwritten;

  private record Named(String transaction, SessionId session) {}

  Line(Mailbox mailbox) {
    this.mailbox = mailbox;
    Optional<StationState> kept = StateCodec.decode(mailbox.slot(), subprotocol());
    inherited = kept.isPresent();
    state = kept.orElse(StationState.FRESH);
  }

  Mailbox mailbox() {
    return mailbox;
  }

  private String subprotocol() {
    return mailbox.peer().subprotocol();
  }

  StationId station() {
    return mailbox.peer().station();
  }

  /** Whether another version of the dialect has spoken on it before. */
  boolean inherited() {
    return inherited;
  }

  Complaints complaints() {
    return complaints;
  }

  /**
   * What a vehicle said of itself before its transaction began, by the EVSE's number. A memory that
   * a hand-over may lose: the vehicle's limits are then unknown, the EVSE's hold.
   */
  Map<Integer, VehicleWord> words() {
    return words;
  }

  /** The Dynamic profiles that it has accepted on this connection. */
  DynamicProfiles profiles() {
    return profiles;
  }

  Abilities abilities() {
    return state().abilities();
  }

  void abilities(UnaryOperator<Abilities> change) {
    change(s -> s.abilities(change.apply(s.abilities())));
  }

  /**
   * The session of a transaction.
   *
   * @param name of the transaction in the ledger
   */
  SessionId session(String name) {
    Named last = session;
    if (!last.transaction().equals(name) || last.session() == null) {
      last = new Named(name, SessionIds.of(station(), name));
      session = last;
    }
    return last.session();
  }

  /** A message is being served: what changes from now on is written by {@link #settle}. */
  synchronized void hold() {
    held = true;
  }

  /** It is answered. */
  synchronized void settle() {
    held = false;
    write();
  }

  synchronized StationState state() {
    return state;
  }

  /** Nothing is written any more once the connection is another's. */
  @SuppressWarnings("ReferenceEquality")
  synchronized StationState change(UnaryOperator<StationState> change) {
    StationState newer = change.apply(state);
    // while a message is served its answer changes the state anyway: no need to compare
    if (ours && newer != state && (held || !newer.equals(state))) {
      state = newer;
      unwritten = true;
      if (!held) {
        write();
      }
    }
    return state;
  }

  private void write() {
    if (unwritten) {
      unwritten = false;
      mailbox.slot(StateCodec.encode(state, subprotocol()));
    }
  }

  StationState evse(int number, UnaryOperator<EvseEntry> change) {
    return change(s -> s.evse(number, change));
  }

  synchronized void release() {
    write();
    ours = false;
  }
}
