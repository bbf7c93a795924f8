package io.tidegate.core.arbiter;

import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SitePicture;
import java.time.Instant;
import java.util.List;

/**
 * What the arbiter needs to know of each vehicle, read once from the picture into arrays by place:
 * how far it may go in each direction and what stops it there, how urgent it is, what it must have.
 * Reused from one call to the next.
 */
final class Vehicles {
  /** A setpoint is in force for at most this long after it was sent. */
  private static final double FORGOTTEN_S = 30;

  /**
   * What a vehicle that falls short is offered above what it has shown, so that its recovery shows:
   * more than the noise of a measurement, less than what counts as falling short again.
   */
  private static final double PROBE_W = 250;

  private static final double PROBE_SHARE = 0.05;

  private final Topology tree;

  /** Most power in each direction, W ≥ 0, and what stops it: null is the envelope's own bound. */
  final double[] chargeTopW;

  final double[] dischargeTopW;
  final ReasonCode[] chargeStop;
  final ReasonCode[] dischargeStop;

  /** Wants energy: below its target. */
  final boolean[] wants;

  /** Power that it must charge with now, W; 0: it can wait. */
  final double[] mustW;

  /** Mean power until departure, W; 0 without a departure or a need. */
  final double[] meanW;

  /** May be asked for energy without endangering its departure. */
  final boolean[] spare;

  final double[] chargeWeight;
  final double[] dischargeWeight;

  /** 1 runs charging, −1 runs discharging, 0 stands. */
  final int[] running;

  /** Too early for economic reasons: to begin in that direction. */
  final boolean[] chargeDwells;

  final boolean[] dischargeDwells;

  /** Began to charge too recently to be stopped for economic reasons. */
  final boolean[] heldCharging;

  /** What a vehicle that falls short has shown it can give, W ≥ 0; infinite for others. */
  final double[] shownW;

  /** Whether any vehicle falls short. */
  boolean anyShort;

  /** Power that flows uncontrolled while the station cannot be reached, W ≥ 0. */
  final double[] adriftChargeW;

  final double[] adriftDischargeW;

  private final Facts facts;
  private Instant at = Instant.EPOCH;
  private double nowS;
  private double minSocPct;

  Vehicles(Topology tree) {
    this.tree = tree;
    int n = tree.places;
    facts = new Facts(n);
    chargeTopW = new double[n];
    dischargeTopW = new double[n];
    chargeStop = new ReasonCode[n];
    dischargeStop = new ReasonCode[n];
    wants = new boolean[n];
    mustW = new double[n];
    meanW = new double[n];
    spare = new boolean[n];
    chargeWeight = new double[n];
    dischargeWeight = new double[n];
    running = new int[n];
    chargeDwells = new boolean[n];
    dischargeDwells = new boolean[n];
    heldCharging = new boolean[n];
    shownW = new double[n];
    adriftChargeW = new double[n];
    adriftDischargeW = new double[n];
  }

  void read(SitePicture picture, Bounds bounds) {
    at = picture.at();
    nowS = Facts.seconds(at);
    List<EvseState> states = picture.evses();
    anyShort = false;
    minSocPct = tree.model.safety().minSocPct();
    for (int place = 0; place < tree.places; place++) {
      int evse = tree.evseAt[place];
      facts.read(place, states.get(evse));
      forget(place);
      if (!facts.online[place]) {
        adrift(place, facts.commitment(place));
      } else if (facts.session[place]) {
        chargeTopW[place] = Topology.amount(bounds.maxW(evse));
        dischargeTopW[place] = Topology.amount(-bounds.minW(evse));
        if (chargeTopW[place] > 0 || dischargeTopW[place] > 0) {
          connected(place);
        }
      }
    }
  }

  /** What holds of an EVSE without a vehicle that can be reached. */
  private void forget(int place) {
    adriftChargeW[place] = 0;
    adriftDischargeW[place] = 0;
    shownW[place] = Double.POSITIVE_INFINITY;
    chargeTopW[place] = 0;
    dischargeTopW[place] = 0;
    chargeStop[place] = null;
    dischargeStop[place] = null;
    mustW[place] = 0;
    meanW[place] = 0;
    wants[place] = false;
    spare[place] = false;
    running[place] = 0;
    chargeDwells[place] = false;
    dischargeDwells[place] = false;
    heldCharging[place] = false;
  }

  /** A station out of reach follows what it last took, then its safe share. */
  private void adrift(int place, Commitment commitment) {
    double charge = tree.safeShareW[place];
    double discharge = 0;
    if (commitment.inForce(at)) {
      charge = Math.max(charge, commitment.acceptedW());
      discharge = Math.max(discharge, -commitment.acceptedW());
    }
    if (commitment.uncertain(at)) {
      charge = Math.max(charge, commitment.pendingMaxW());
      discharge = Math.max(discharge, -commitment.pendingMinW());
    }
    adriftChargeW[place] = Topology.amount(charge);
    adriftDischargeW[place] = Topology.amount(discharge);
  }

  private void connected(int place) {
    direction(place);
    limit(place, tree.maxShareW[place], tree.maxShareW[place], ReasonCode.MAX_SHARE);
    shownToDeliver(place);
    double soc = facts.socPct[place];
    double target = facts.targetPct[place];
    wants[place] = Double.isNaN(soc) || soc < (Double.isNaN(target) ? 100 : target);
    departure(place, soc, target);
    dwell(place);
    ramp(place);
  }

  private void limit(int place, double chargeW, double dischargeW, ReasonCode code) {
    if (chargeW < chargeTopW[place]) {
      chargeTopW[place] = chargeW;
      chargeStop[place] = code;
    }
    if (dischargeW < dischargeTopW[place]) {
      dischargeTopW[place] = dischargeW;
      dischargeStop[place] = code;
    }
  }

  /** A vehicle that gives less than asked gets little more than it has shown; others the rest. */
  private void shownToDeliver(int place) {
    double shown = facts.deliverableW[place];
    if (Double.isNaN(shown)) {
      return;
    }
    shownW[place] = Math.abs(shown);
    anyShort = true;
    double asked = facts.lastSentW[place];
    boolean discharging = shown < 0 || (shown == 0 && asked < 0);
    double magnitude = Math.abs(shown);
    double offer = magnitude + Math.max(PROBE_W, PROBE_SHARE * magnitude);
    if (discharging) {
      double least = Math.max(offer, tree.minDischargeW[place]);
      limit(place, Double.POSITIVE_INFINITY, least, ReasonCode.SHORTFALL);
    } else {
      double least = Math.max(offer, tree.minChargeW[place]);
      limit(place, least, Double.POSITIVE_INFINITY, ReasonCode.SHORTFALL);
    }
  }

  private void departure(int place, double soc, double target) {
    double capacity = facts.capacityWh[place];
    double pressure = 0;
    double laxity = Double.POSITIVE_INFINITY;
    double margin = Urgency.LONGEST_MARGIN_S;
    double left = facts.departureS[place] - nowS;
    if (!Double.isNaN(left)) {
      boolean known =
          capacity > 0 && Double.isFinite(capacity) && !Double.isNaN(soc) && !Double.isNaN(target);
      double need = known ? Urgency.needWh(soc, target, capacity) : 0;
      double lasts = Urgency.chargingS(need, chargeTopW[place]);
      laxity = left - lasts;
      margin = Urgency.marginS(lasts, left);
      // once it is late only the highest power will do
      double share = need == 0 ? 0 : left > 0 ? Math.min(1, lasts / left) : 1;
      pressure = known ? share : 0.5;
      if (need > 0 && chargeTopW[place] > 0) {
        meanW[place] = share * chargeTopW[place];
        mustW[place] = laxity <= margin ? meanW[place] : 0;
      }
    }
    chargeWeight[place] = Urgency.chargeWeight(pressure, soc);
    if (dischargeTopW[place] > 0) {
      double floor = Math.max(minSocPct, Topology.amount(facts.reservePct[place]));
      dischargeWeight[place] =
          Urgency.dischargeWeight(Topology.amount(soc - floor), capacity, laxity);
    }
    // who delivers already may go on for longer than one who would have to begin
    boolean delivering = running[place] < 0;
    spare[place] = mustW[place] == 0 && laxity > (delivering ? margin : 2 * margin);
  }

  private void direction(int place) {
    double last = facts.lastSentW[place];
    boolean runs = facts.lastStartS[place] > facts.lastStopS[place] && last != 0;
    running[place] = !runs ? 0 : last < 0 ? -1 : 1;
  }

  private void dwell(int place) {
    boolean runs = running[place] != 0;
    double changedS = runs ? facts.lastStartS[place] : facts.lastStopS[place];
    boolean dwells = nowS - changedS < tree.dwellS[place];
    chargeDwells[place] = dwells && running[place] <= 0;
    dischargeDwells[place] = dwells && running[place] >= 0;
    heldCharging[place] = dwells && running[place] > 0;
  }

  /** Limits rises away from 0; a start goes to the minimum at once, a decrease is never slowed. */
  private void ramp(int place) {
    double rate = tree.rampWPerS[place];
    if (rate == Double.POSITIVE_INFINITY) {
      return;
    }
    double last = facts.lastSentW[place];
    double since = nowS - facts.lastSentS[place];
    boolean forgotten = Double.isNaN(last) || since > FORGOTTEN_S;
    double now = forgotten ? tree.safeShareW[place] : last;
    double rise = rate * (forgotten ? 1 : Math.min(tree.rampWindowS[place], Math.max(0, since)));
    double charge = Math.max(tree.minChargeW[place], Math.max(0, now) + rise);
    double discharge = Math.max(tree.minDischargeW[place], Math.max(0, -now) + rise);
    limit(place, charge, discharge, ReasonCode.RAMP);
  }
}
