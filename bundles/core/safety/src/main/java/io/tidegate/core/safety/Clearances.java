package io.tidegate.core.safety;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.Setpoint;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Issues clearances and redeems each of its own once. They are known by identity: no object of
 * another class, and none of another office, is ever redeemed. Any thread, never blocks.
 */
final class Clearances implements ClearanceOffice {

  Clearance issue(Setpoint setpoint) {
    return new Leave(this, setpoint);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // identity is the point
  public boolean redeem(Clearance clearance, Instant now) {
    return clearance instanceof Leave leave
        && leave.office == this
        && now.isBefore(leave.setpoint.expires())
        && Leave.USED.compareAndSet(leave, 0, 1);
  }

  /** The only kind of clearance that is worth anything. */
  private static final class Leave implements Clearance {
    private static final AtomicIntegerFieldUpdater<Leave> USED =
        AtomicIntegerFieldUpdater.newUpdater(Leave.class, "used");

    private final Clearances office;
    private final Setpoint setpoint;

    /** 0 until it is redeemed. */
    private volatile int used;

    Leave(Clearances office, Setpoint setpoint) {
      this.office = office;
      this.setpoint = setpoint;
    }

    @Override
    public Setpoint setpoint() {
      return setpoint;
    }

    @Override
    public String toString() {
      return "Clearance[" + setpoint + (used == 0 ? "]" : ", used]");
    }
  }
}
