package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.charging.iso15118.v20.Session.Installation;
import io.tidegate.charging.iso15118.v20.Session.Limits;
import io.tidegate.charging.iso15118.v20.Session.Menu;
import io.tidegate.charging.iso15118.v20.Session.Offered;
import io.tidegate.charging.iso15118.v20.Session.Permit;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.iso15118.v20.Session.Trip;
import io.tidegate.charging.iso15118.v20.Session.Waiting;

/** A {@link Session} in the making. Used within one step. */
final class Draft {
  private Phase phase;
  private String id;
  private String evccId;
  private long dueNanos;
  private Waiting waiting;
  private long sinceNanos;
  private String before;
  private Menu menu;
  private Terms terms;
  private Permit permit;
  private Installation installation;
  private Limits limits;
  private EvseAction.Wants wants;
  private Offered offered;
  private long told;
  private boolean discharging;
  private boolean preCharged;
  private Trip tripped;
  private double batteryV;
  private boolean plugged;

  Draft(Session from) {
    phase = from.phase();
    id = from.id();
    evccId = from.evccId();
    dueNanos = from.dueNanos();
    waiting = from.waiting();
    sinceNanos = from.sinceNanos();
    before = from.before();
    menu = from.menu();
    terms = from.terms();
    permit = from.permit();
    installation = from.installation();
    limits = from.limits();
    wants = from.wants();
    offered = from.offered();
    told = from.told();
    discharging = from.discharging();
    preCharged = from.preCharged();
    tripped = from.tripped();
    batteryV = from.batteryV();
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

  Draft menu(Menu value) {
    menu = value;
    return this;
  }

  Draft terms(Terms value) {
    terms = value;
    return this;
  }

  Draft permit(Permit value) {
    permit = value;
    return this;
  }

  Draft installation(Installation value) {
    installation = value;
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

  Draft offered(Offered value) {
    offered = value;
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

  Draft preCharged(boolean value) {
    preCharged = value;
    return this;
  }

  Draft tripped(Trip value) {
    tripped = value;
    return this;
  }

  Draft batteryV(double value) {
    batteryV = value;
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
        menu,
        terms,
        permit,
        installation,
        limits,
        wants,
        offered,
        told,
        discharging,
        preCharged,
        tripped,
        batteryV,
        plugged);
  }
}
