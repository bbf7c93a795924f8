package io.tidegate.core.safety;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.SafetyLimits;
import java.time.Instant;

/**
 * The interval of one EVSE after the other: each rule lowers the ceiling of one direction or both.
 * The order of the rules decides which of several equal limits is named.
 */
final class EvseLimits {
  final double[] minW;
  final double[] maxW;
  final Reason[] minReason;
  final Reason[] maxReason;

  private final Topology site;
  private final SitePicture picture;
  private final SiteGuard guard;
  private final Reach reach;
  private final SocGuard socGuard;
  private final PackModel pack;
  private final Derating connector;
  private final Derating inverter;
  private final Derating battery;
  private final EvseCaps caps;
  private final Ceiling charge = new Ceiling();
  private final Ceiling discharge = new Ceiling();
  private final SocGuard.Ends ends = new SocGuard.Ends(charge, discharge);

  EvseLimits(Topology site, SitePicture picture, SiteGuard guard, Reach reach, PackModel pack) {
    this.site = site;
    this.picture = picture;
    this.guard = guard;
    this.reach = reach;
    this.pack = pack;
    SafetyLimits s = site.model.safety();
    double age = s.telemetryMaxAgeS();
    socGuard = new SocGuard(s, picture.at());
    connector =
        new Derating(
            "connector",
            ReasonCode.CONNECTOR_TEMPERATURE,
            s.connectorDerateStartC(),
            s.connectorTripC(),
            age);
    inverter =
        new Derating(
            "inverter",
            ReasonCode.INVERTER_TEMPERATURE,
            s.inverterDerateStartC(),
            s.inverterTripC(),
            age);
    battery =
        new Derating("pack", ReasonCode.PACK_TEMPERATURE, s.packDerateStartC(), s.packTripC(), age);
    caps = new EvseCaps(site, picture);
    minW = new double[site.evses];
    maxW = new double[site.evses];
    minReason = new Reason[site.evses];
    maxReason = new Reason[site.evses];
  }

  /** What is remembered of a vehicle; that of the one before is forgotten. */
  record Kept(boolean latched, double packC) {}

  Kept kept(EvseMemory before, EvseState evse, int i, Instant advancedAt) {
    Session session = evse.session().orElse(null);
    if (session == null) {
      return new Kept(false, Double.NaN);
    }
    boolean newcomer = session.started().isAfter(advancedAt);
    boolean latched =
        socGuard.latched(!newcomer && before.dischargeLatched(), session, evse.measured());
    return new Kept(latched, packC(newcomer ? Double.NaN : before.packC(), evse, i));
  }

  /** The measured temperature anchors the model, which knows it between two measurements. */
  private double packC(double beforeC, EvseState evse, int i) {
    Measured m = evse.measured();
    double age = site.model.safety().telemetryMaxAgeS();
    if (Double.isFinite(m.packC()) && Ages.fresh(m.packAt(), picture.at(), age)) {
      return m.packC();
    }
    double powerW =
        reach.measured[i] ? m.powerW() : Math.max(reach.chargeWorstW[i], reach.dischargeWorstW[i]);
    return pack.advanced(beforeC, powerW);
  }

  void limit(int i, EvseState evse, EvseMemory memory) {
    charge.start(site.maxChargeW[i], site.chargeRating[i]);
    discharge.start(site.maxDischargeW[i], site.dischargeRating[i]);
    presence(evse);
    Session session = evse.session().orElse(null);
    if (session != null && evse.online()) {
      permission(i, session);
      socGuard.apply(evse, session, memory.dischargeLatched(), reach.dischargeWorstW[i], ends);
      vehicle(evse, session);
      caps.apply(i, charge);
      temperatures(i, evse.measured(), memory.packC());
      charge.noLessThan(site.minChargeW[i]);
      discharge.noLessThan(site.minDischargeW[i]);
    }
    maxW[i] = charge.limitW();
    minW[i] = 0 - discharge.limitW();
    maxReason[i] = charge.reason(1);
    minReason[i] = discharge.reason(-1);
  }

  private void presence(EvseState evse) {
    Availability availability = evse.availability();
    if (evse.session().isEmpty()) {
      both(ReasonCode.NO_SESSION);
    }
    if (availability == Availability.FAULTED || availability == Availability.UNAVAILABLE) {
      both(ReasonCode.FAULTED);
    }
    if (!evse.online()) {
      both(ReasonCode.OFFLINE);
    }
  }

  private void both(ReasonCode code) {
    charge.lower(0, code);
    discharge.lower(0, code);
  }

  private void permission(int i, Session session) {
    if (!site.takesDischarge[i]) {
      discharge.lower(0, ReasonCode.DISCHARGE_NOT_SUPPORTED);
    }
    if (!session.dischargeAllowed() && !site.attested[i]) {
      discharge.lower(0, ReasonCode.DISCHARGE_NOT_AUTHORISED);
    }
    if (picture.stopping()) {
      charge.lower(site.shareW[i], ReasonCode.STOPPING);
    }
    if (guard.block().isPresent()) {
      discharge.lower(0, guard.block().get(), guard.subject());
    }
  }

  private void vehicle(EvseState evse, Session session) {
    if (!Double.isNaN(session.vehicleMaxChargeW())) {
      charge.lower(session.vehicleMaxChargeW(), ReasonCode.VEHICLE_LIMIT);
    }
    if (!Double.isNaN(session.vehicleMaxDischargeW())) {
      discharge.lower(session.vehicleMaxDischargeW(), ReasonCode.VEHICLE_LIMIT);
    }
    if (!Double.isNaN(evse.derateW())) {
      charge.lower(evse.derateW(), ReasonCode.DERATED, evse.derateCause());
      discharge.lower(evse.derateW(), ReasonCode.DERATED, evse.derateCause());
    }
  }

  private void temperatures(int i, Measured m, double packC) {
    Derating.Rating rating =
        new Derating.Rating(site.maxChargeW[i], site.maxDischargeW[i], site.shareW[i]);
    Instant now = picture.at();
    connector.apply(m.connectorC(), m.connectorAt(), now, rating, charge, discharge);
    inverter.apply(m.inverterC(), m.inverterAt(), now, rating, charge, discharge);
    battery.apply(m.packC(), m.packAt(), now, rating, charge, discharge);
    discharge.lower(pack.mostW(packC), ReasonCode.PACK_TEMPERATURE, "forecast");
  }
}
