package io.tidegate.core.safety;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.site.Phases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Stations at their worst: each obeys what it took last, in full, until that expires, then draws
 * its safe share; messages and answers are delayed and lost; connections drop; vehicles come and
 * go. The gateway's knowledge of it all is the {@link Depot}'s picture.
 */
final class World {
  /** After a new vehicle the others may need this long to make room for its safe share, s. */
  static final double UNSEEN_S = 40;

  final Random random;
  final Depot depot = new Depot();
  private final boolean phases;

  /** Where limits are commanded; null elsewhere. */
  private final Random limiting;

  final List<Station> stations = new ArrayList<>();

  /** What a station really does. */
  static final class Station {
    final Vehicle known;
    final List<Message> wire = new ArrayList<>();
    boolean vehicle = true;
    boolean connected = true;
    boolean holdsShare = true;
    Instant arrived = Depot.START.minusSeconds(600);
    double levelW = Double.NaN;
    Instant until = Instant.EPOCH;

    Station(Vehicle known) {
      this.known = known;
    }

    /** Worst power at an instant: the whole level, or the safe share without one. */
    double powerW(Instant now, double shareW) {
      if (!vehicle) {
        return 0;
      }
      return Double.isFinite(levelW) && now.isBefore(until) ? levelW : fallbackW(shareW);
    }

    double fallbackW(double shareW) {
      return holdsShare ? shareW : 11_000;
    }
  }

  /** A setpoint on its way there, or its answer on the way back. */
  record Message(Setpoint setpoint, Instant due, boolean answer, boolean lost) {}

  World(long seed) {
    random = new Random(seed);
    depot.metered = random.nextBoolean();
    phases = random.nextBoolean();
    depot.importCapW = 30_000 + random.nextInt(60_000);
    depot.exportCapW = random.nextInt(30_000);
    depot.designLoadW = 10_000;
    depot.reenableDelayS = random.nextInt(5);
    if (random.nextInt(3) == 0) {
      depot.importCapPhaseW = 12_000 + random.nextInt(10_000);
      depot.exportCapPhaseW = random.nextInt(10_000);
    }
    int nodes = 1 + random.nextInt(4);
    for (int n = 0; n < nodes; n++) {
      double rating = 17_000 + random.nextInt(30_000);
      depot.node("N" + n, random.nextInt(n + 1), rating);
    }
    int evses = 2 + random.nextInt(7);
    for (int i = 0; i < evses; i++) {
      Phases phases = Phases.values()[random.nextInt(4)];
      depot.evse(random.nextInt(nodes + 1), phases);
    }
    fitSharesOnPhases();
    depot.open();
    for (Vehicle v : depot.vehicles) {
      v.book.forget();
      v.capacityWh = Double.NaN;
      v.socPct = 15 + random.nextInt(80);
      v.allowed = random.nextInt(4) > 0;
      stations.add(new Station(v));
    }
    leaveOneUnassured();
    if (seed % 4 == 3) {
      limitImbalance(new Random(seed));
    }
    limiting = seed % 8 == 1 || seed % 8 == 7 ? new Random(seed) : null;
  }

  /** Commanded limits that come, lie over each other, and end: none may loosen a rating. */
  private void command() {
    if (limiting == null) {
      return;
    }
    depot.commands.removeIf(c -> !c.active(depot.now) || limiting.nextInt(40) == 0);
    if (limiting.nextInt(40) == 0) {
      boolean in = limiting.nextBoolean();
      String node = depot.nodes.get(limiting.nextInt(depot.nodes.size())).id();
      depot.command(
          "c" + depot.now,
          in ? TargetKind.IMPORT_LIMIT : TargetKind.EXPORT_LIMIT,
          node,
          limiting.nextInt(60_000));
    }
  }

  /** What stations fall back to must fit, or no order of messages could keep it. */
  private void limitImbalance(Random own) {
    double[] fallback = new double[stations.size()];
    for (int i = 0; i < fallback.length; i++) {
      fallback[i] = stations.get(i).fallbackW(depot.capacityOfShareW);
    }
    double[] singles = Spread.singlesW(new Topology(depot.model()), fallback);
    double least = Math.max(singles[0], Math.max(singles[1], singles[2]));
    depot.limitImbalance(Math.max(least, 4_000 + own.nextInt(8_000)));
  }

  /** Of several without a safe share no limit could be kept when they lose the gateway. */
  private void leaveOneUnassured() {
    Station s = stations.get(random.nextInt(stations.size()));
    Topology site = new Topology(depot.model());
    double[] fallback = site.shareW.clone();
    fallback[s.known.index] = 11_000;
    double[] below = site.sumsBelow(fallback);
    double[] phases = site.phaseSumsBelow(fallback);
    boolean fits = below[0] + depot.designLoadW <= depot.importCapW;
    for (int n = 1; n < site.nodes; n++) {
      fits &= below[n] <= depot.nodes.get(n).ratingW();
    }
    for (int p = 0; p < 3; p++) {
      fits &= phases[p] + depot.designLoadW / 3 <= depot.importCapPhaseW;
    }
    s.holdsShare = !fits;
    s.known.assured = !fits;
  }

  /** What the site loader sees to: the safe shares and the design load fit each phase. */
  private void fitSharesOnPhases() {
    double[] shares = new double[3];
    for (var spec : depot.specs) {
      for (int p = 0; p < 3; p++) {
        boolean on = spec.phases().includes(p);
        shares[p] += on ? spec.safeShareW() / spec.phases().count() : 0;
      }
    }
    double most = Math.max(shares[0], Math.max(shares[1], shares[2]));
    depot.importCapPhaseW = Math.max(depot.importCapPhaseW, most + depot.designLoadW / 3);
  }

  double powerW(int i) {
    return stations.get(i).powerW(depot.now, depot.capacityOfShareW);
  }

  /** Power that flows into vehicles whose arrival the others may not have made room for, W. */
  double unseenW(int i) {
    Station s = stations.get(i);
    boolean newcomer = s.vehicle && Ages.seconds(s.arrived, depot.now) < UNSEEN_S;
    double fallback = s.fallbackW(depot.capacityOfShareW);
    return newcomer ? Math.min(fallback, Math.max(0, powerW(i))) : 0;
  }

  void send(Setpoint setpoint) {
    Station s = stations.get(depot.index(setpoint));
    boolean lost = !s.connected || random.nextInt(8) == 0;
    s.wire.add(new Message(setpoint, soon(s), false, lost));
  }

  /** Messages of one connection arrive in order. */
  private Instant soon(Station s) {
    Instant last = s.wire.isEmpty() ? depot.now : s.wire.get(s.wire.size() - 1).due();
    Instant due = depot.now.plusMillis(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 300));
    return due.isBefore(last) ? last : due;
  }

  /** Time passes; what is due happens, a little of everything else, too. */
  void advance(double seconds) {
    depot.later(seconds);
    for (Station s : stations) {
      deliver(s);
      happen(s);
      s.known.powerW =
          random.nextInt(4) > 0 && s.known.session && s.known.online ? measure(s) : s.known.powerW;
    }
    command();
    if (random.nextInt(12) > 0) {
      readMeter();
    }
    if (random.nextInt(10) > 0) {
      depot.alive(Depot.UPSTREAM);
    }
    depot.journalWritable =
        random.nextInt(40) > 0 && depot.journalWritable || random.nextInt(10) == 0;
  }

  private double measure(Station s) {
    s.known.reported = depot.now;
    if (random.nextInt(20) == 0) {
      s.known.socPct = random.nextInt(101);
    }
    return s.powerW(depot.now, depot.capacityOfShareW);
  }

  private void readMeter() {
    double total = depot.designLoadW;
    double[] each = new double[stations.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = powerW(i);
      total += each[i];
    }
    double volts = random.nextInt(30) == 0 ? 180 : 230;
    if (phases) {
      double[] phase = new Topology(depot.model()).phaseSumsBelow(each);
      double third = depot.designLoadW / 3;
      depot.meter(
          new MeterReading(
              "grid", total, third + phase[0], third + phase[1], third + phase[2], 0, volts, 50));
    } else {
      depot.meter("grid", total, volts, 50);
    }
  }

  private void deliver(Station s) {
    while (!s.wire.isEmpty() && !s.wire.get(0).due().isAfter(depot.now)) {
      Message m = s.wire.remove(0);
      if (m.lost()) {
        continue;
      }
      if (m.answer()) {
        s.known.book.accepted(m.setpoint().id());
      } else if (random.nextInt(25) == 0) {
        s.known.book.refused(m.setpoint().id());
      } else {
        take(s, m.setpoint());
      }
    }
  }

  private void take(Station s, Setpoint setpoint) {
    if (!s.vehicle) {
      return;
    }
    s.levelW = setpoint.powerW();
    // whole seconds, a clock that is a little off
    s.until = setpoint.expires().plusMillis(random.nextInt(4_000) - 2_000);
    boolean lost = random.nextInt(8) == 0;
    s.wire.add(0, new Message(setpoint, depot.now, true, lost));
  }

  private void happen(Station s) {
    if (random.nextInt(60) == 0) {
      s.connected = !s.connected;
      s.known.online = s.connected;
      s.wire.replaceAll(m -> new Message(m.setpoint(), m.due(), m.answer(), true));
      noticeVehicle(s);
    }
    if (random.nextInt(150) == 0) {
      s.vehicle = !s.vehicle;
      s.levelW = Double.NaN;
      s.arrived = depot.now;
      noticeVehicle(s);
    }
    if (random.nextInt(300) == 0) {
      s.holdsShare = true;
    }
    s.known.assured |= s.holdsShare && s.connected && random.nextInt(10) == 0;
    if (random.nextInt(50) == 0) {
      s.known.allowed = !s.known.allowed;
    }
    if (random.nextInt(50) == 0) {
      s.known.connectorC = 20 + random.nextInt(80);
    }
  }

  /** A change of vehicle is seen when the station is connected. */
  private void noticeVehicle(Station s) {
    boolean news = s.known.session != s.vehicle || s.known.started.isBefore(s.arrived);
    if (s.connected && news) {
      s.known.session = s.vehicle;
      s.known.started = s.arrived;
      s.known.powerW = Double.NaN;
      s.known.book.forget();
      s.wire.removeIf(m -> true);
    }
  }
}
