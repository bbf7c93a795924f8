package io.tidegate.api.vehicle;

import io.tidegate.api.quantity.EvseId;
import java.util.List;

/**
 * An EVSE of our own: contactor, power module, lock, pilot, and the setpoint in force. It alone
 * switches power; a dialect tells it what the vehicle has said and asks for. Whatever a dialect
 * does or fails to do, the unit stays within the setpoint in force, opens the contactor when the
 * lease has run out, and obeys the emergency stop, the pilot and its own measurements first.
 *
 * <p>Offered as a service with the property {@link #PROPERTY}. Any thread, never blocks.
 */
public interface EvseUnit {
  String PROPERTY = "tidegate.evse";

  EvseId id();

  EvseRating rating();

  /** What is known now. Immutable; a cheap read. */
  EvseView view();

  /** Does these in order, at once or in the background: what comes of it shows in the view. */
  void apply(List<EvseAction> actions);

  /**
   * Calls back whenever the view has become another, on a thread of the unit's: hand over and
   * return.
   *
   * @return ends it
   */
  AutoCloseable watch(Runnable changed);
}
