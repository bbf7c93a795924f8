package io.tidegate.charging.vehicle.dialect;

import java.util.OptionalLong;

/**
 * A standard's side of the SECC as a pure function: no clock but the view's, no randomness but the
 * peer's entropy, no I/O, no log. One for all lines; any thread.
 *
 * @param <S> state of a connection: an immutable record of what {@link RecordBytes} can write
 * @param <M> messages, both ways
 */
public interface Machine<S extends Record, M> {

  /** State of a line on which nothing has been said yet. */
  S initial();

  /** What follows from an event. Total: whatever the vehicle sends, there is a step. */
  Step<S, M> step(S state, Event<M> event, Scene scene);

  /**
   * When {@link Event.DeadlinePassed} is due in this state, on the clock of {@code view.nanos()}. A
   * function of the state alone, so that it survives a change of version.
   */
  OptionalLong deadline(S state);

  /** Id of the session for the log, hexadecimal; empty before there is one. */
  String session(S state);

  /** The vehicle's own name for itself, for its quirks; empty while unknown. */
  String evccId(S state);
}
