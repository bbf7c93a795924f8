package io.tidegate.sim.ev;

import java.util.concurrent.atomic.AtomicReference;

/** What a vehicle is told to do while it charges. Any thread. */
final class Helm {
  /** What it is told. */
  enum Order {
    NONE,
    STOP,
    PAUSE,
    NEW_SCHEDULE,
    NEW_SERVICE,
    CONFIRM_METER,
    STANDBY,
    WAKE
  }

  private final AtomicReference<Order> order = new AtomicReference<>(Order.NONE);

  void order(Order next) {
    order.set(next);
  }

  /** The order, once. */
  Order take() {
    return order.getAndSet(Order.NONE);
  }
}
