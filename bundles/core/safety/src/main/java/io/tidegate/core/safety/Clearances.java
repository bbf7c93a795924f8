package io.tidegate.core.safety;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.Setpoint;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

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
        && leave.unused.compareAndSet(true, false);
  }

  /** The only kind of clearance that is worth anything. */
  private static final class Leave implements Clearance {
    private final Clearances office;
    private final Setpoint setpoint;
    private final AtomicBoolean unused = new AtomicBoolean(true);

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
      return "Clearance[" + setpoint + (unused.get() ? "]" : ", used]");
    }
  }
}
