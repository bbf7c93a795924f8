package io.tidegate.core.control.state;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput.Availability;
import java.time.Instant;
import java.util.Optional;

/** A changed copy of an {@link EvseState}. */
final class EvseCopy {
  private final EvseState base;
  private boolean online;
  private Instant offlineSince;
  private Availability availability;
  private Optional<Session> session;
  private Measured measured;
  private Commitment commitment;
  private double derateW;
  private String derateCause;
  private double shortfallW;
  private double deliverableW;
  private Instant lastStopAt;
  private Instant lastStartAt;
  private boolean shareAssured;
  private String shareDetail;

  EvseCopy(EvseState s) {
    base = s;
    online = s.online();
    offlineSince = s.offlineSince();
    availability = s.availability();
    session = s.session();
    measured = s.measured();
    commitment = s.commitment();
    derateW = s.derateW();
    derateCause = s.derateCause();
    shortfallW = s.shortfallW();
    deliverableW = s.deliverableW();
    lastStopAt = s.lastStopAt();
    lastStartAt = s.lastStartAt();
    shareAssured = s.shareAssured();
    shareDetail = s.shareDetail();
  }

  EvseCopy online(boolean value) {
    online = value;
    return this;
  }

  EvseCopy offlineSince(Instant value) {
    offlineSince = value;
    return this;
  }

  EvseCopy availability(Availability value) {
    availability = value;
    return this;
  }

  EvseCopy session(Optional<Session> value) {
    session = value;
    return this;
  }

  EvseCopy measured(Measured value) {
    measured = value;
    return this;
  }

  EvseCopy commitment(Commitment value) {
    commitment = value;
    return this;
  }

  EvseCopy derate(double powerW, String cause) {
    derateW = powerW;
    derateCause = cause;
    return this;
  }

  EvseCopy shortfall(double missingW, double shownW) {
    shortfallW = missingW;
    deliverableW = shownW;
    return this;
  }

  /** Nothing is known against it. */
  EvseCopy following() {
    return shortfall(0, Double.NaN).derate(Double.NaN, "");
  }

  EvseCopy lastStopAt(Instant value) {
    lastStopAt = value;
    return this;
  }

  EvseCopy lastStartAt(Instant value) {
    lastStartAt = value;
    return this;
  }

  EvseCopy share(boolean assured, String detail) {
    shareAssured = assured;
    shareDetail = detail;
    return this;
  }

  EvseState build() {
    return new EvseState(
        base.index(),
        online,
        offlineSince,
        availability,
        session,
        measured,
        commitment,
        derateW,
        derateCause,
        shortfallW,
        deliverableW,
        lastStopAt,
        lastStartAt,
        shareAssured,
        shareDetail);
  }
}
