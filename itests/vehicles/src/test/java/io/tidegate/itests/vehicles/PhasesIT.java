package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.vehicles.Blow.Kind;
import io.tidegate.itests.vehicles.OwnSite.Driven;
import io.tidegate.sim.board.SimulatedEvse;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Offer;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plug is pulled, the emergency stop pressed, the board falls silent, in every phase of a
 * session: the contactor opens, the line is closed, the reason is said, and the next vehicle at the
 * EVSE is served. Many EVSEs of one gateway, all at once (rows S1.11, S3.6, S4.9).
 */
class PhasesIT {
  private static final Pace PACE = Pace.PATIENT.every(Duration.ofMillis(100)).times(4);
  private static final long MOST_MINUTES = 10;

  /** Vehicles' languages. */
  private enum Dialect {
    DC_20(true),
    AC_20(false),
    DC_2(true),
    AC_2(false),
    DIN(true);

    private final boolean direct;

    Dialect(boolean direct) {
      this.direct = direct;
    }

    VehicleProfile vehicle(String name) {
      VehicleProfile plain = direct ? VehicleProfile.dc(name) : VehicleProfile.ac(name);
      VehicleProfile profile =
          switch (this) {
            case DC_20, AC_20 -> plain.bothWays();
            case DC_2, AC_2 -> plain.speaking(Offer.PART2);
            case DIN -> plain.speaking(Offer.DIN);
          };
      return profile.with(PACE);
    }

    boolean newest() {
      return this == DC_20 || this == AC_20;
    }

    /** The phases of a session, in order. */
    List<Phase> phases() {
      List<Phase> phases = new ArrayList<>();
      phases.add(Phase.DISCOVERY);
      phases.add(Phase.APP_PROTOCOL);
      phases.add(Phase.SESSION_SETUP);
      if (newest()) {
        phases.add(Phase.AUTHORIZATION_SETUP);
      }
      phases.add(Phase.SERVICE_DISCOVERY);
      phases.add(Phase.SERVICE_SELECTION);
      phases.add(Phase.AUTHORIZATION);
      phases.add(Phase.CHARGE_PARAMETERS);
      if (newest()) {
        phases.add(Phase.SCHEDULE_EXCHANGE);
      }
      if (direct) {
        phases.add(Phase.CABLE_CHECK);
        phases.add(Phase.PRE_CHARGE);
      }
      phases.add(Phase.POWER_START);
      phases.add(Phase.CHARGE_LOOP);
      phases.add(Phase.POWER_STOP);
      if (direct) {
        phases.add(Phase.WELDING_DETECTION);
      }
      phases.add(Phase.SESSION_STOP);
      return phases;
    }
  }

  private record Row(Dialect dialect, Kind kind, Phase phase) {
    /** The session may end in order before anybody has noticed. */
    boolean late() {
      return phase.compareTo(Phase.POWER_STOP) >= 0;
    }

    /** There is no session yet. */
    boolean early() {
      return phase.compareTo(Phase.SESSION_SETUP) < 0;
    }
  }

  private static List<Row> rows(Dialect dialect, Kind kind, Phase... phases) {
    List<Row> rows = new ArrayList<>();
    for (Phase phase : phases) {
      rows.add(new Row(dialect, kind, phase));
    }
    return rows;
  }

  @Test
  void opensSaysWhyAndServesTheNextVehicleWhateverHappensInAPhase(@TempDir Path folder)
      throws Exception {
    List<Row> rows = new ArrayList<>();
    rows.addAll(rows(Dialect.DC_20, Kind.BOARD_SILENCE, Phase.CHARGE_LOOP));
    rows.addAll(rows(Dialect.DC_20, Kind.EMERGENCY_STOP, Phase.CABLE_CHECK, Phase.CHARGE_LOOP));
    for (Phase phase : Dialect.DC_20.phases()) {
      rows.add(new Row(Dialect.DC_20, Kind.UNPLUG, phase));
    }
    rows.addAll(rows(Dialect.DIN, Kind.UNPLUG, Phase.PRE_CHARGE));
    rows.addAll(rows(Dialect.DC_2, Kind.UNPLUG, Phase.POWER_START, Phase.CHARGE_LOOP));
    rows.addAll(rows(Dialect.AC_2, Kind.EMERGENCY_STOP, Phase.CHARGE_LOOP));
    rows.addAll(rows(Dialect.AC_20, Kind.UNPLUG, Phase.CHARGE_LOOP));
    play(folder, rows, 11, 2);
  }

  @Tag("long")
  @Tag("recorded")
  @Test
  void doesSoInEveryPhaseOfEveryDialect(@TempDir Path folder) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Dialect dialect : Dialect.values()) {
        for (Phase phase : dialect.phases()) {
          rows.add(new Row(dialect, kind, phase));
        }
      }
    }
    play(folder, rows, 6, 4);
  }

  private static void play(Path folder, List<Row> rows, int direct, int alternating)
      throws Exception {
    ExecutorService bays = Executors.newFixedThreadPool(direct + alternating);
    Queue<Row> dc = new ConcurrentLinkedQueue<>();
    Queue<Row> ac = new ConcurrentLinkedQueue<>();
    rows.forEach(row -> (row.dialect().direct ? dc : ac).add(row));
    List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    try (OwnSite site = new OwnSite(folder, "lo", direct, alternating, 1).forAll().start()) {
      for (int i = 0; i < direct + alternating; i++) {
        Bay bay = new Bay(site, i, i < direct ? dc : ac, failures);
        bays.execute(bay::work);
      }
      bays.shutdown();
      assertThat(bays.awaitTermination(MOST_MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(failures).as(site.gateway().story()).isEmpty();
    } finally {
      bays.shutdownNow();
    }
    assertThat(dc.size() + ac.size()).as("rows left").isZero();
  }

  /** An EVSE at which row after row is played. On a thread of its own. */
  private record Bay(OwnSite site, int index, Queue<Row> rows, List<String> failures) {
    void work() {
      for (Row row = rows.poll(); row != null; row = rows.poll()) {
        try {
          play(row);
        } catch (Exception | AssertionError e) {
          failures.add(row + " at " + id() + ": " + e.getMessage());
          return; // the EVSE may not be what the next one needs
        }
      }
    }

    private String id() {
      return site.bays().id(index);
    }

    private void play(Row row) throws Exception {
      int before = site.home().log().length();
      SimulatedEvse evse = site.bays().evse(index);
      int nth = row.phase() == Phase.CHARGE_LOOP ? 3 : 1;
      Blow blow = new Blow(row.kind(), row.phase(), nth, evse, site.bays().board(index));
      Driven ev =
          new Driven(
              site.plugIn(
                  index,
                  row.dialect().vehicle(name()),
                  new Battery(60_000, 60, 400, 10),
                  credentials(row),
                  door(row),
                  blow),
              blow.log(),
              evse);
      blow.hits(ev.vehicle());
      if (row.phase() == Phase.DISCOVERY) {
        blow.strike();
      }
      site.await("the blow", ev, blow::struck);
      assertThat(blow.live())
          .as("the contactor before")
          .isEqualTo(row.phase() == Phase.CHARGE_LOOP || row.phase() == Phase.POWER_STOP);
      site.await("an open contactor", ev, () -> !evse.energised());
      aftermath(row, ev, before);
      blow.heal();
      if (row.kind() != Kind.UNPLUG) {
        site.await("the end of the fault", ev, () -> said(before, "is over; the EVSE"));
      }
      site.leave(ev);
      next(row);
    }

    private void aftermath(Row row, Driven ev, int before) throws Exception {
      boolean orderly = row.phase() == Phase.SESSION_STOP;
      if (row.kind() != Kind.UNPLUG || !(row.early() || orderly)) {
        site.await(row.kind().said() + " in the log", ev, () -> said(before, row.kind().said()));
      }
      if (row.kind() == Kind.UNPLUG && row.phase() == Phase.CHARGE_LOOP) {
        site.await("the pilot's code", ev, () -> said(before, "ERR_PILOT_LOST"));
      }
      if (row.kind() == Kind.UNPLUG && row.early()) {
        return; // the vehicle has not come, or says nothing any more
      }
      Ending ending = site.ending(ev);
      if (!row.late()) {
        assertThat(ending.kind())
            .as(ev.log().toString())
            .isIn(
                row.kind() == Kind.UNPLUG
                    ? List.of(Ending.Kind.HUNG_UP)
                    : List.of(Ending.Kind.REFUSED, Ending.Kind.HUNG_UP, Ending.Kind.STUCK));
      }
    }

    private boolean said(int from, String text) {
      String log = site.home().log();
      Optional<String> line =
          log.substring(Math.min(from, log.length()))
              .lines()
              .filter(l -> l.contains(id()) && l.contains(text))
              .findAny();
      return line.isPresent();
    }

    private void next(Row row) throws Exception {
      Driven ev =
          site.plugIn(
              index,
              row.dialect().vehicle(name()),
              new Battery(60_000, 60, 400, 10),
              credentials(row),
              door(row));
      assertThat(site.ending(ev).kind())
          .as("the next one: %s", ev.log())
          .isEqualTo(Ending.Kind.DONE);
      assertThat(ev.log().looped()).isEqualTo(4);
      site.leave(ev);
    }

    private String name() {
      return String.format("0A00000000%02d", index);
    }

    private Credentials credentials(Row row) throws Exception {
      return row.dialect().newest()
          ? site.pki().vehicle(name())
          : site.bays().olderPki().anonymous();
    }

    private Endpoint door(Row row) {
      return row.dialect() == Dialect.DIN ? site.plainDoor(index) : site.bays().door(index);
    }
  }
}
