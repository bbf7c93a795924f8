package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.charging.vehicle.classic.Session.Deal;
import io.tidegate.charging.vehicle.classic.Session.Limits;
import io.tidegate.charging.vehicle.classic.Session.Permit;
import io.tidegate.charging.vehicle.classic.Session.Receipt;
import io.tidegate.charging.vehicle.classic.Session.Trip;
import io.tidegate.charging.vehicle.classic.Session.Waiting;

/** A {@link Session} in the making. Used within one step. */
final class Draft {
  private Phase phase;
  private String id;
  private String evccId;
  private long dueNanos;
  private Waiting waiting;
  private long sinceNanos;
  private String before;
  private Deal deal;
  private Permit permit;
  private Limits limits;
  private EvseAction.Wants wants;
  private long told;
  private boolean discharging;
  private Receipt receipt;
  private Trip tripped;
  private boolean plugged;

  Draft(Session from) {
    phase = from.phase();
    id = from.id();
    evccId = from.evccId();
    dueNanos = from.dueNanos();
    waiting = from.waiting();
    sinceNanos = from.sinceNanos();
    before = from.before();
    deal = from.deal();
    permit = from.permit();
    limits = from.limits();
    wants = from.wants();
    told = from.told();
    discharging = from.discharging();
    receipt = from.receipt();
    tripped = from.tripped();
    plugged = from.plugged();
  }

  Draft phase(Phase value) {
    phase = value;
    return this;
  }

  Draft id(String value) {
    id = value;
    return this;
  }

  Draft evccId(String value) {
    evccId = value;
    return this;
  }

  Draft dueNanos(long value) {
    dueNanos = value;
    return this;
  }

  Draft waiting(Waiting value) {
    waiting = value;
    return this;
  }

  Draft sinceNanos(long value) {
    sinceNanos = value;
    return this;
  }

  Draft before(String value) {
    before = value;
    return this;
  }

  Draft deal(Deal value) {
    deal = value;
    return this;
  }

  Draft permit(Permit value) {
    permit = value;
    return this;
  }

  Draft limits(Limits value) {
    limits = value;
    return this;
  }

  Draft wants(EvseAction.Wants value) {
    wants = value;
    return this;
  }

  Draft told(long value) {
    told = value;
    return this;
  }

  Draft discharging(boolean value) {
    discharging = value;
    return this;
  }

  Draft receipt(Receipt value) {
    receipt = value;
    return this;
  }

  Draft tripped(Trip value) {
    tripped = value;
    return this;
  }

  Draft plugged(boolean value) {
    plugged = value;
    return this;
  }

  Session made() {
    return new Session(
        phase,
        id,
        evccId,
        dueNanos,
        waiting,
        sinceNanos,
        before,
        deal,
        permit,
        limits,
        wants,
        told,
        discharging,
        receipt,
        tripped,
        plugged);
  }
}
